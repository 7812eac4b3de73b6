using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

/// <summary>One node's door to a <see cref="FakeCluster"/>, with faults that a test sets.</summary>
internal sealed class FakeNodeStore(FakeCluster cluster) : IJobStore, INodeStore
{
    private FakeNode _me = null!;
    private int _closed;

    /// <summary>Called on the heart's thread before each question; what it throws is what the heart sees.</summary>
    internal Action BeforeBeat { get; set; } = static () => { };

    /// <summary>Called on the heart's thread between the question for the store's clock and its answer.</summary>
    internal Action OnTheWay { get; set; } = static () => { };

    /// <summary>Called before a verb of the node's part; what it throws is what the engine sees.</summary>
    internal Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called when a verb has been done; what it throws is what the engine sees, and it was written.</summary>
    internal Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>This node as it stands.</summary>
    internal FakeNode Me => _me;

    /// <summary>How often it was asked what is asked of it.</summary>
    internal int Looks { get; private set; }

    /// <summary>How long a dead node may have gone on, as it was told when this one settled last.</summary>
    internal TimeSpan? SettledBy { get; private set; }

    public string Description => $"A fake cluster over {cluster.Inner.Description}";

    internal static void Fail() => throw new StoreUnavailableException("Out of reach, for the test.");

    internal static Task Unavailable => throw new StoreUnavailableException("Out of order, for the test.");

    internal void Use(KairosBuilder builder) => builder.UseStore(_ => this);

    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => cluster.OpenAsync(now);

    // By the engine when it stops, and by the container that made it.
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _closed, 1) == 0 ? cluster.CloseAsync() : default;

    public ValueTask<IReadOnlyList<TakenSlots>> TakeSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> wanted, Instant until, CancellationToken ct) =>
        cluster.Slots.TakeSlotsAsync(grid, wanted, until, ct);

    public ValueTask ReturnSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> unused, CancellationToken ct) => cluster.Slots.ReturnSlotsAsync(grid, unused, ct);

    public ValueTask<IReadOnlyList<FullSpan>> FullCellsAsync(SlotGrid grid, Instant from, CancellationToken ct) => cluster.Slots.FullCellsAsync(grid, from, ct);

    public async ValueTask<int> JoinAsync(NodeEntry node, CancellationToken ct)
    {
        await Before("join");
        Dictionary<Action<NodeCall>, bool> listeners = _me is null ? [] : new(_me.Listeners);
        _me = cluster.Join(node);
        foreach (Action<NodeCall> heard in listeners.Keys)
        {
            _me.Listeners[heard] = true;
        }

        return _me.Number;
    }

    public Instant AskClock()
    {
        BeforeBeat();
        Instant shown = cluster.Clock;
        OnTheWay();
        return shown;
    }

    public BeatAnswer Beat(NodeClock clock)
    {
        BeforeBeat();
        NodeState state = _me.State;
        if (state is not (NodeState.Active or NodeState.Draining))
        {
            return new BeatAnswer(false, false, [], false, false);
        }

        _me.Beat++;
        _me.Seen = cluster.Clock;
        _me.Clock = clock;
        bool asked = cluster.AskedOfAsync(_me.Number).AsTask().GetAwaiter().GetResult().Count > 0;
        bool deadHold = cluster.HeldByAsync(n => !n.IsAlive).AsTask().GetAwaiter().GetResult().Count > 0;
        return new BeatAnswer(true, state == NodeState.Draining, [.. cluster.Nodes.Where(n => n.IsAlive && n != _me).Select(n => new NodeBeat(n.Number, n.Beat))], deadHold, asked);
    }

    public async ValueTask<bool> TryTakeOverAsync(int node, long beat, CancellationToken ct)
    {
        await Before("take over");
        FakeNode found = cluster.Node(node);
        bool dead = found.IsAlive && found.Beat == beat;
        found.State = dead ? NodeState.TakenOver : found.State;
        return dead;
    }

    public async ValueTask<TakeOver> SettleAsync(Instant now, TimeSpan term, int limit, CancellationToken ct)
    {
        SettledBy = term;
        await Before("settle");
        Hold[] left = [.. (await cluster.HeldByAsync(n => !n.IsAlive)).Take(limit)];
        await cluster.Inner.ReleaseAsync(left, ct);
        return TakeOver.Nothing with { Released = left.Length };
    }

    public async ValueTask LeaveAsync(CancellationToken ct)
    {
        await Before("leave");
        _me.State = NodeState.Left;
    }

    public async ValueTask<IReadOnlyList<NodeView>> ListNodesAsync(Instant now, CancellationToken ct)
    {
        List<NodeView> views = [];
        foreach (FakeNode node in cluster.Nodes)
        {
            views.Add(new NodeView
            {
                Node = node.Number,
                Name = node.Entry.Name,
                State = node.State,
                Since = node.Entry.Since,
                Version = node.Entry.Version,
                Seen = node.Seen,
                Beat = node.Beat,
                Kinds = [.. node.Entry.Kinds],
                Clock = node.Clock,
                Held = (await cluster.HeldByAsync(n => n == node)).Count,
            });
        }

        return views;
    }

    public ValueTask<bool> DrainAsync(int node, bool drain, CancellationToken ct)
    {
        FakeNode? found = cluster.Nodes.FirstOrDefault(n => n.Number == node && n.IsAlive);
        if (found is not null)
        {
            found.State = drain ? NodeState.Draining : NodeState.Active;
        }

        return ValueTask.FromResult(found is not null);
    }

    public async ValueTask<IReadOnlyList<AskedHold>> AskedAsync(CancellationToken ct)
    {
        await Before("asked");
        Looks++;
        IReadOnlyList<AskedHold> asked = await cluster.AskedOfAsync(_me.Number);
        await After("asked");
        return asked;
    }

    public ValueTask AnswerTooLateAsync(IReadOnlyList<AskedHold> asks, CancellationToken ct)
    {
        cluster.AnswerTooLate(asks);
        return default;
    }

    public ValueTask<AskState> AskStateAsync(Hold hold, CancellationToken ct) => cluster.StateAsync(hold);

    public IDisposable Listen(Action<NodeCall> heard)
    {
        _me.Listeners[heard] = true;
        return new Listening(() => _me.Listeners.TryRemove(heard, out _));
    }

    public async ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct)
    {
        SubmitAnswer answer = await cluster.Inner.SubmitAsync(job, now, ct);
        if (answer is { Status: SubmitStatus.Replaced, HeldUnder: not null })
        {
            await cluster.AskAsync(job.Owner, answer.Id, AskKind.Edit);
        }

        return answer;
    }

    public ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct) => cluster.Inner.SubmitAllAsync(jobs, now, ct);

    public async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        FakeNode me = _me;
        await Before("arm");
        IReadOnlyList<ArmedRow> rows = await cluster.Inner.ArmAsync(from, until, limit, ct);
        cluster.Claimed(me.Number, rows);
        await After("arm");
        return rows;
    }

    public ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) => cluster.HeldByAsync(n => n == _me);

    public async ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct)
    {
        FakeNode me = _me;
        IReadOnlyList<ArmedRow> rows = await cluster.Inner.AdoptAsync(holds, ct);
        cluster.Adopted(me.Number, rows);
        return rows;
    }

    public async ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct)
    {
        await Before("mark");
        IReadOnlyList<bool> good = await cluster.Inner.MarkAsync(marks, ct);
        await After("mark");
        return good;
    }

    public async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        await Before("complete");
        return await cluster.Inner.CompleteAsync(completions, now, ct);
    }

    public async ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct)
    {
        await Before("release");
        await cluster.Inner.ReleaseAsync(holds, ct);
    }

    public ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct) => cluster.Inner.ParkAsync(holds, reason, ct);

    public ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct) => cluster.Inner.UnparkAsync(kinds, ct);

    public async ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        await AskIfLeftAsync(owner, id, grip, AskKind.Cancel, await cluster.Inner.CancelAsync(owner, id, grip, now, ct));

    public async ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct) =>
        await AskIfLeftAsync(owner, id, grip, AskKind.Pause, await cluster.Inner.PauseAsync(owner, id, grip, ct));

    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct) => cluster.Inner.ResumeAsync(owner, id, plan, ct);

    public async ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct) =>
        await AskIfLeftAsync(owner, id, grip, AskKind.Edit, await cluster.Inner.EditAsync(owner, id, change, grip, ct));

    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) => cluster.Inner.RunNowAsync(owner, id, grip, now, ct);

    public async ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct)
    {
        JobView? job = await cluster.Inner.FindAsync(owner, id, ct);
        await After("find");
        return job;
    }

    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct) => cluster.Inner.FindByKeyAsync(owner, kind, key, ct);

    public ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct) => cluster.Inner.ListJobsAsync(filter, ct);

    public async ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct)
    {
        IReadOnlyList<RunView> runs = await cluster.Inner.ListRunsAsync(filter, ct);
        await After("list runs");
        return runs;
    }

    public ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct) =>
        cluster.Inner.OccurrencesAsync(kinds, from, until, ct);

    public ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct) => cluster.Inner.CountJobsAsync(ct);

    public ValueTask<int> SweepAsync(Instant now, CancellationToken ct) => cluster.Inner.SweepAsync(now, ct);

    private async ValueTask<ChangeAnswer> AskIfLeftAsync(string owner, JobId id, Grip grip, AskKind kind, ChangeAnswer answer)
    {
        if (answer == ChangeAnswer.Pending && grip == Grip.Unseen)
        {
            await cluster.AskAsync(owner, id, kind);
        }

        return answer;
    }

    private sealed class Listening(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
