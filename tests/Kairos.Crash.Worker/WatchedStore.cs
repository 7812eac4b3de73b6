using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Crash.Worker;

/// <summary>A store that shows which of its calls are under way.</summary>
internal sealed class WatchedStore(IJobStore inner, Gauges gauges) : IJobStore
{
    public string Description => inner.Description;

    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => inner.OpenAsync(now, ct);

    public async ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct)
    {
        using Gauges.Stay _ = gauges.Enter(Phase.Submit);
        return await inner.SubmitAsync(job, now, ct);
    }

    public async ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct)
    {
        using Gauges.Stay _ = gauges.Enter(Phase.Submit);
        return await inner.SubmitAllAsync(jobs, now, ct);
    }

    public async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        using Gauges.Stay _ = gauges.Enter(Phase.Arm);
        return await inner.ArmAsync(from, until, limit, ct);
    }

    public ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) => inner.HeldAsync(ct);

    public ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => inner.AdoptAsync(holds, ct);

    public async ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct)
    {
        using Gauges.Stay _ = gauges.Enter(Phase.Mark);
        return await inner.MarkAsync(marks, ct);
    }

    public async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        using Gauges.Stay _ = gauges.Enter(Phase.Commit);
        return await inner.CompleteAsync(completions, now, ct);
    }

    public ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => inner.ReleaseAsync(holds, ct);

    public ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct) => inner.ParkAsync(holds, reason, ct);

    public ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct) => inner.UnparkAsync(kinds, ct);

    public ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        inner.CancelAsync(owner, id, grip, now, ct);

    public ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct) => inner.PauseAsync(owner, id, grip, ct);

    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct) =>
        inner.ResumeAsync(owner, id, plan, ct);

    public ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct) =>
        inner.EditAsync(owner, id, change, grip, ct);

    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        inner.RunNowAsync(owner, id, grip, now, ct);

    public ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct) => inner.FindAsync(owner, id, ct);

    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct) =>
        inner.FindByKeyAsync(owner, kind, key, ct);

    public ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct) => inner.ListJobsAsync(filter, ct);

    public ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct) => inner.ListRunsAsync(filter, ct);

    public ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct) =>
        inner.OccurrencesAsync(kinds, from, until, ct);

    public ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct) => inner.CountJobsAsync(ct);

    public ValueTask<int> SweepAsync(Instant now, CancellationToken ct) => inner.SweepAsync(now, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
