using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Lab.History.Recording;

/// <summary>A store whose claims and completions are written down; the rest goes through.</summary>
internal class RecordedStore(IJobStore inner, NodeRecorder recorder) : IJobStore
{
    public string Description => inner.Description;

    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => inner.OpenAsync(now, ct);

    public ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct) => inner.SubmitAsync(job, now, ct);

    public ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct) => inner.SubmitAllAsync(jobs, now, ct);

    public async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        long asked = recorder.Now();
        IReadOnlyList<ArmedRow> rows = await inner.ArmAsync(from, until, limit, ct);
        recorder.Armed(rows, asked);
        return rows;
    }

    public async ValueTask<IReadOnlyList<ArmedRow>> HeldAsync(CancellationToken ct)
    {
        long asked = recorder.Now();
        IReadOnlyList<ArmedRow> rows = await inner.HeldAsync(ct);
        recorder.Armed(rows, asked);
        return rows;
    }

    public ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct) => inner.MarkAsync(marks, ct);

    public async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        recorder.Completing(completions);
        IReadOnlyList<CompletionAnswer>? answers = null;
        try
        {
            answers = await inner.CompleteAsync(completions, now, ct);
            return answers;
        }
        finally
        {
            recorder.Completed(completions, answers);
        }
    }

    public async ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct)
    {
        await inner.ReleaseAsync(holds, ct);
        recorder.LetGo(holds);
    }

    public async ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct)
    {
        await inner.ParkAsync(holds, reason, ct);
        recorder.LetGo(holds);
    }

    public ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct) => inner.UnparkAsync(kinds, ct);

    public ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) => inner.CancelAsync(owner, id, grip, now, ct);

    public ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct) => inner.PauseAsync(owner, id, grip, ct);

    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct) => inner.ResumeAsync(owner, id, plan, ct);

    public ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct) => inner.EditAsync(owner, id, change, grip, ct);

    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) => inner.RunNowAsync(owner, id, grip, now, ct);

    public ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct) => inner.FindAsync(owner, id, ct);

    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct) => inner.FindByKeyAsync(owner, kind, key, ct);

    public ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct) => inner.ListJobsAsync(filter, ct);

    public ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct) => inner.ListRunsAsync(filter, ct);

    public ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct) =>
        inner.OccurrencesAsync(kinds, from, until, ct);

    public ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct) => inner.CountJobsAsync(ct);

    public ValueTask<int> SweepAsync(Instant now, CancellationToken ct) => inner.SweepAsync(now, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>A store that nodes share, whose take-overs are written down too.</summary>
internal sealed class RecordedNodeStore(IJobStore inner, INodeStore nodes, NodeRecorder recorder) : RecordedStore(inner, recorder), INodeStore
{
    private readonly NodeRecorder _recorder = recorder;

    public async ValueTask<int> JoinAsync(NodeEntry node, CancellationToken ct)
    {
        int number = await nodes.JoinAsync(node, ct);
        _recorder.Joined(number);
        return number;
    }

    public BeatAnswer Beat(NodeClock clock) => nodes.Beat(clock);

    public Instant AskClock() => nodes.AskClock();

    public async ValueTask<bool> TryTakeOverAsync(int node, long beat, CancellationToken ct)
    {
        bool taken = await nodes.TryTakeOverAsync(node, beat, ct);
        if (taken)
        {
            _recorder.TookOver(node);
        }

        return taken;
    }

    public ValueTask<TakeOver> SettleAsync(Instant now, int limit, CancellationToken ct) => nodes.SettleAsync(now, limit, ct);

    public ValueTask LeaveAsync(CancellationToken ct) => nodes.LeaveAsync(ct);

    public ValueTask<IReadOnlyList<NodeView>> ListNodesAsync(Instant now, CancellationToken ct) => nodes.ListNodesAsync(now, ct);

    public ValueTask<bool> DrainAsync(int node, bool drain, CancellationToken ct) => nodes.DrainAsync(node, drain, ct);

    public ValueTask<IReadOnlyList<AskedHold>> AskedAsync(CancellationToken ct) => nodes.AskedAsync(ct);

    public ValueTask AnswerTooLateAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => nodes.AnswerTooLateAsync(holds, ct);

    public ValueTask<AskState> AskStateAsync(Hold hold, CancellationToken ct) => nodes.AskStateAsync(hold, ct);

    public IDisposable Listen(Action<NodeCall> heard) => nodes.Listen(heard);
}
