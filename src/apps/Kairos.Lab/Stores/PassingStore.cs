using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Lab.Stores;

/// <summary>A store that nodes share, in front of another: everything goes through, unless whoever derives from this does something of its own.</summary>
internal abstract class PassingStore(IJobStore inner) : IJobStore, INodeStore
{
    private readonly INodeStore _nodes = inner as INodeStore
        ?? throw new ArgumentException($"{inner.Description} is of one process: the lab needs a store that nodes share.", nameof(inner));

    public string Description => inner.Description;

    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => inner.OpenAsync(now, ct);

    public virtual ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct) => inner.SubmitAsync(job, now, ct);

    public ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct) => inner.SubmitAllAsync(jobs, now, ct);

    public virtual ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct) => inner.ArmAsync(from, until, limit, ct);

    public virtual ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) => inner.HeldAsync(ct);

    public virtual ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => inner.AdoptAsync(holds, ct);

    public virtual ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct) => inner.MarkAsync(marks, ct);

    public virtual ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct) => inner.CompleteAsync(completions, now, ct);

    public virtual ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => inner.ReleaseAsync(holds, ct);

    public virtual ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct) => inner.ParkAsync(holds, reason, ct);

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

    public ValueTask<IReadOnlyList<TakenSlots>> TakeSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> wanted, Instant until, CancellationToken ct) =>
        _nodes.TakeSlotsAsync(grid, wanted, until, ct);

    public ValueTask ReturnSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> unused, CancellationToken ct) => _nodes.ReturnSlotsAsync(grid, unused, ct);

    public ValueTask<IReadOnlyList<FullSpan>> FullCellsAsync(SlotGrid grid, Instant from, CancellationToken ct) => _nodes.FullCellsAsync(grid, from, ct);

    public virtual ValueTask<int> JoinAsync(NodeEntry node, CancellationToken ct) => _nodes.JoinAsync(node, ct);

    public virtual BeatAnswer Beat(NodeClock clock) => _nodes.Beat(clock);

    public Instant AskClock() => _nodes.AskClock();

    public virtual ValueTask<bool> TryTakeOverAsync(int node, long beat, CancellationToken ct) => _nodes.TryTakeOverAsync(node, beat, ct);

    public ValueTask<TakeOver> SettleAsync(Instant now, TimeSpan term, int limit, CancellationToken ct) => _nodes.SettleAsync(now, term, limit, ct);

    public ValueTask LeaveAsync(CancellationToken ct) => _nodes.LeaveAsync(ct);

    public ValueTask<IReadOnlyList<NodeView>> ListNodesAsync(Instant now, CancellationToken ct) => _nodes.ListNodesAsync(now, ct);

    public ValueTask<bool> DrainAsync(int node, bool drain, CancellationToken ct) => _nodes.DrainAsync(node, drain, ct);

    public ValueTask<IReadOnlyList<AskedHold>> AskedAsync(CancellationToken ct) => _nodes.AskedAsync(ct);

    public ValueTask AnswerTooLateAsync(IReadOnlyList<AskedHold> asks, CancellationToken ct) => _nodes.AnswerTooLateAsync(asks, ct);

    public ValueTask<AskState> AskStateAsync(Hold hold, CancellationToken ct) => _nodes.AskStateAsync(hold, ct);

    public IDisposable Listen(Action<NodeCall> heard) => _nodes.Listen(heard);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
