using System.Globalization;
using Kairos.Crash.Worker;

namespace Kairos.Crash.Tests.Workers;

/// <summary>One effect, as its handler wrote it down.</summary>
internal sealed record Effect(string Job, string Kind, long Due, long Fence, int Attempt);

/// <summary>One run, as the store keeps it.</summary>
internal sealed record Recorded(string Job, string Kind, long Due, int Attempt, long Fence, int Outcome)
{
    public const int Succeeded = 1;
    public const int Lost = 8;
    public const int Buried = 9;
    public const int Unknown = 10;

    /// <summary>Not retry, snoozed or lost, after which an occurrence goes on.</summary>
    public bool IsEnd => Outcome is not (3 or 4 or Lost);
}

/// <summary>What the processes of a place left behind: their logs, and the database through SQLite's own shell.</summary>
internal sealed class Ledger(Place place)
{
    /// <summary>Idempotency key and job of each acknowledgement, in their order.</summary>
    public IReadOnlyList<(string Key, string Job)> Acks() => [.. File.ReadLines(place.Acks).Select(l => l.Split(' ')).Select(w => (w[0], w[1]))];

    public IReadOnlyList<Effect> Effects() => [.. File.ReadLines(place.Effects).Select(l => l.Split(' ')).Select(w => new Effect(w[0], w[1], Long(w[2]), Long(w[3]), (int)Long(w[4])))];

    public async Task<IReadOnlyList<Recorded>> RunsAsync() =>
        [.. (await QueryAsync("select lower(hex(job)), kind, due, attempt, fence, outcome from run")).Select(r => r.Split('|'))
            .Select(w => new Recorded(w[0], w[1], Long(w[2]), (int)Long(w[3]), Long(w[4]), (int)Long(w[5])))];

    public async Task<IReadOnlySet<string>> LiveAsync() => (await QueryAsync("select lower(hex(id)) from job")).ToHashSet();

    /// <summary>The job that the store has for each idempotency key.</summary>
    public async Task<IReadOnlyDictionary<string, string>> KeysAsync() =>
        (await QueryAsync("select key, lower(hex(job)) from submit_key")).Select(r => r.Split('|')).ToDictionary(w => w[0], w => w[1]);

    public async Task CheckIntegrityAsync() => (await QueryAsync("pragma integrity_check")).ShouldBe(["ok"]);

    private async Task<IReadOnlyList<string>> QueryAsync(string sql) => await Tool.RunAsync("sqlite3", place.Database, sql);

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
