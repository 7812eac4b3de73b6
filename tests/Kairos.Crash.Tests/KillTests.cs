using System.Globalization;
using Kairos.Crash.Tests.Workers;
using Kairos.Crash.Worker;

namespace Kairos.Crash.Tests;

/// <summary>One process after another is killed over the same file, with a hundred jobs in flight and more.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int LeastLive = 100;
    private const int MostPasses = 20;
    private const int MostMoreLines = 16;

    /// <summary>What kills are aimed at, in turn; null is a kill from outside at any moment.</summary>
    private static readonly Phase?[] s_aims = [Phase.Submit, Phase.Arm, Phase.Run, Phase.Commit, null];

    private readonly CrashHome _home = new();
    private readonly Random _random = new();
    private readonly int _kills = Environment.GetEnvironmentVariable("KAIROS_QUICK") is null ? 200 : 20;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Killed_again_and_again_it_loses_nothing_it_acknowledged_and_ends_nothing_twice()
    {
        int[] within = new int[Enum.GetValues<Phase>().Length];
        (int kills, int starts, int betweenAll) = (0, 0, 0);
        long begun = TimeProvider.System.GetTimestamp();
        while (kills < _kills)
        {
            starts.ShouldBeLessThan(2 * _kills, "too few kills found enough in flight");
            await KillAsync(starts++, s_aims[kills % s_aims.Length]);
            (IReadOnlySet<Phase> open, long live) = Gauges.Read(_home.Place.Gauges);
            if (live < LeastLive)
            {
                // From outside it came too late, or too soon: it proves as much, but does not count.
                continue;
            }

            kills++;
            foreach (Phase phase in open)
            {
                within[(int)phase]++;
            }

            betweenAll += open.Count == 0 ? 1 : 0;
        }

        TimeSpan killing = TimeProvider.System.GetElapsedTime(begun);
        output.WriteLine($"{kills} kills of {starts} processes in {killing.TotalSeconds:F0} s; within {string.Join(", ", Enum.GetValues<Phase>().Select(p => $"{p} {within[(int)p]}"))}; within none {betweenAll}");
        foreach (Phase phase in (ReadOnlySpan<Phase>)[Phase.Submit, Phase.Arm, Phase.Run, Phase.Commit])
        {
            within[(int)phase].ShouldBeGreaterThanOrEqualTo(_kills >= 200 ? 30 : 2, phase.ToString());
        }

        await CheckBeforeDrainAsync();
        using OtherProcess last = _home.Start("drain");
        await last.LineAsync("drained");
        (await last.ExitAsync()).ShouldBe(0, last.Errors);
        await CheckAfterDrainAsync();
    }

    private async Task KillAsync(int number, Phase? aim)
    {
        Dictionary<string, string> environment = [];
        if (aim is { } phase)
        {
            environment["KAIROS_KILL_AT"] = $"{phase}:{_random.Next(1, MostPasses)}";
        }

        using OtherProcess worker = _home.Start("churn", number.ToString(CultureInfo.InvariantCulture), environment);
        if (aim is null)
        {
            await worker.LineAsync("busy");
            int moreLines = _random.Next(MostMoreLines);
            for (int i = 0; i < moreLines; i++)
            {
                await worker.LineAsync("more");
            }

            worker.Kill();
        }

        (await worker.ExitAsync()).ShouldBe(OtherProcess.Killed, $"kill {number}, aimed at {aim?.ToString() ?? "nothing"}: {worker.Errors}");
    }

    private async Task CheckBeforeDrainAsync()
    {
        await _home.Ledger.CheckIntegrityAsync();
        HashSet<string> known = [.. await _home.Ledger.LiveAsync(), .. (await _home.Ledger.RunsAsync()).Where(r => r.IsEnd).Select(r => r.Job)];
        _home.Ledger.Acks().Select(a => a.Job).Where(j => !known.Contains(j)).ShouldBeEmpty("acknowledged, and neither live nor ended");
    }

    private async Task CheckAfterDrainAsync()
    {
        Ledger ledger = _home.Ledger;
        await ledger.CheckIntegrityAsync();
        (await ledger.LiveAsync()).ShouldBeEmpty("live after the drain");
        IReadOnlyList<(string Key, string Job)> acks = ledger.Acks();
        IReadOnlyList<Recorded> runs = await ledger.RunsAsync();
        IReadOnlyList<Effect> effects = ledger.Effects();
        output.WriteLine(
            $"acknowledged {acks.Select(a => a.Job).Distinct().Count()}, runs {runs.Count}, effects {effects.Count}, " +
            $"lost attempts {runs.Count(r => r.Outcome == Recorded.Lost)}, unknown {runs.Count(r => r.Outcome == Recorded.Unknown)}, buried {runs.Count(r => r.Outcome == Recorded.Buried)}");

        HashSet<string> ended = [.. runs.Where(r => r.IsEnd).Select(r => r.Job)];
        acks.Where(a => !ended.Contains(a.Job)).ShouldBeEmpty("acknowledged and lost");
        IReadOnlyDictionary<string, string> keys = await ledger.KeysAsync();
        acks.Where(a => keys[a.Key] != a.Job).ShouldBeEmpty("acknowledged for another job than the key's");
        runs.Where(r => r.IsEnd).GroupBy(r => (r.Job, r.Due)).Where(g => g.Count() > 1).ShouldBeEmpty("occurrences with two ends");
        OccurrenceChecks.Check(runs, effects);
    }
}
