using System.Collections.Concurrent;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Engine;

/// <summary>The real store, with a word before and after each verb: to fail it, to hold it up, to see it.</summary>
internal sealed class FaultyStore : IJobStore
{
    private readonly ConcurrentDictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Found)> _awaited = [];
    private SqliteStore _inner = null!;

    /// <summary>Called before a verb is done; what it throws is what the engine sees, and nothing was written.</summary>
    internal Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called when a verb has been done; what it throws is what the engine sees, and it was written.</summary>
    internal Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The marks that were asked for.</summary>
    internal ConcurrentQueue<Mark> Marks { get; } = new();

    /// <summary>Those of them that are on disk, and the engine is told so.</summary>
    internal ConcurrentQueue<Mark> Marked { get; } = new();

    /// <summary>Those of them that failed, as far as the engine is told.</summary>
    internal ConcurrentQueue<Mark> Refused { get; } = new();

    /// <summary>What the engine gets to see of a row that it claims.</summary>
    internal Func<ArmedRow, ArmedRow> Claiming { get; set; } = static row => row;

    public string Description => _inner.Description;

    internal static Task Unavailable => throw new StoreUnavailableException("Out of order, for the test.");

    /// <summary>A write whose end is not known has the rows that are to be adopted.</summary>
    internal bool IsWriting { get; set; }

    /// <summary>Takes the place of the store that was chosen before.</summary>
    internal void Use(KairosBuilder builder) => builder.UseStore(sp =>
    {
        _inner = sp.GetRequiredService<SqliteStore>();
        return this;
    });

    /// <summary>Fails these verbs until told otherwise.</summary>
    internal void Fail(params string[] verbs) => Before = verb => verbs.Contains(verb, StringComparer.Ordinal) ? Unavailable : Task.CompletedTask;

    internal void Mend() => (Before, After) = (static _ => Task.CompletedTask, static _ => Task.CompletedTask);

    /// <summary>Mends it, and lets time go by until the engine has asked for this again: not further, for what hangs on that answer may have its own timeout.</summary>
    internal async Task MendAsync(KairosTestHost host, string verb)
    {
        Task done = DoneAsync(verb);
        Mend();
        await host.Time.GoOnUntilAsync(done);
    }

    /// <summary>Ends when the store has done this once more, and the engine is told so.</summary>
    internal Task DoneAsync(string verb)
    {
        int before = _done.GetValueOrDefault(verb);
        return UntilAsync(() => _done.GetValueOrDefault(verb) > before);
    }

    /// <summary>Ends when this holds: looked at now and after each verb. Fails after 30 s of real time.</summary>
    internal Task UntilAsync(Func<bool> holds)
    {
        TaskCompletionSource found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((holds, found));
        }

        Look();
        return found.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => _inner.OpenAsync(now, ct);

    public ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct) => DoAsync("submit", () => _inner.SubmitAsync(job, now, ct));

    public ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct) => DoAsync("submit", () => _inner.SubmitAllAsync(jobs, now, ct));

    /// <summary>From where the claim that began last looks: what is overdue is looked for from the beginning of time.</summary>
    internal Instant ClaimsFrom { get; private set; }

    public ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        ClaimsFrom = from;
        return DoAsync<IReadOnlyList<ArmedRow>>("arm", async () => [.. (await _inner.ArmAsync(from, until, limit, ct)).Select(Claiming)]);
    }

    public ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) => DoAsync("held", () => _inner.HeldAsync(ct));

    public ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => DoAsync<IReadOnlyList<ArmedRow>>("adopt", async () => IsWriting ? [] : [.. (await _inner.AdoptAsync(holds, ct)).Select(Claiming)]);

    public async ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct)
    {
        Add(marks, Marks);
        ConcurrentQueue<Mark> end = Refused;
        try
        {
            IReadOnlyList<bool> good = await DoAsync("mark", () => _inner.MarkAsync(marks, ct));
            end = Marked;
            return good;
        }
        finally
        {
            Add(marks, end);
            Look();
        }
    }

    public ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct) => DoAsync("complete", () => _inner.CompleteAsync(completions, now, ct));

    public async ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => await DoAsync("release", async () =>
    {
        await _inner.ReleaseAsync(holds, ct);
        return 0;
    });

    public async ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct) => await DoAsync("park", async () =>
    {
        await _inner.ParkAsync(holds, reason, ct);
        return 0;
    });

    public ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct) => DoAsync("unpark", () => _inner.UnparkAsync(kinds, ct));

    public ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) => DoAsync("cancel", () => _inner.CancelAsync(owner, id, grip, now, ct));

    public ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct) => DoAsync("pause", () => _inner.PauseAsync(owner, id, grip, ct));

    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct) => DoAsync("resume", () => _inner.ResumeAsync(owner, id, plan, ct));

    public ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct) => DoAsync("edit", () => _inner.EditAsync(owner, id, change, grip, ct));

    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) => DoAsync("run now", () => _inner.RunNowAsync(owner, id, grip, now, ct));

    public ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct) => DoAsync("find", () => _inner.FindAsync(owner, id, ct));

    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct) => DoAsync("find", () => _inner.FindByKeyAsync(owner, kind, key, ct));

    public ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct) => _inner.ListJobsAsync(filter, ct);

    public ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct) => _inner.ListRunsAsync(filter, ct);

    public ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct) =>
        _inner.OccurrencesAsync(kinds, from, until, ct);

    public ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct) => _inner.CountJobsAsync(ct);

    public ValueTask<int> SweepAsync(Instant now, CancellationToken ct) => DoAsync("sweep", () => _inner.SweepAsync(now, ct));

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private async ValueTask<T> DoAsync<T>(string verb, Func<ValueTask<T>> work)
    {
        await Before(verb);
        T answer = await work();
        await After(verb);
        _done.AddOrUpdate(verb, 1, static (_, times) => times + 1);
        Look();
        return answer;
    }

    private static void Add(IReadOnlyList<Mark> marks, ConcurrentQueue<Mark> to)
    {
        foreach (Mark mark in marks)
        {
            to.Enqueue(mark);
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            _awaited.RemoveAll(static a => a.Holds() && a.Found.TrySetResult());
        }
    }
}
