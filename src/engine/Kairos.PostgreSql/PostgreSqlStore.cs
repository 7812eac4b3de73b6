using System.Data.Common;
using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Schema;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql;

/// <summary>Jobs in PostgreSQL, for any number of nodes.</summary>
/// <remarks>
/// Every write is one statement or one short transaction at READ COMMITTED; what is acknowledged is synced. A hold has a
/// fence of its own, which whatever ends the hold raises: (id, fence) guards every write.
/// </remarks>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public sealed class PostgreSqlStore : IJobStore, INodeStore, ISideTables
{
    private const int SweepBatch = 5_000;
    private const int MostListed = 1_000;

    private readonly PostgreSqlStoreOptions _options;
    private readonly ILogger<PostgreSqlStore> _logger;
    private readonly TimeProvider _time;
    private readonly StoreOpening<OpenStore> _opening = new(typeof(PostgreSqlStore));

    /// <summary>A store that is to be opened with <see cref="OpenAsync"/>.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="logger">Hears of migrations and of failures.</param>
    /// <param name="time">For pauses between tries, and costs: instants come with the calls.</param>
    /// <exception cref="ArgumentException">The options are not whole; the message says what is missing.</exception>
    public PostgreSqlStore(PostgreSqlStoreOptions options, ILogger<PostgreSqlStore> logger, TimeProvider time)
    {
        _options = PostgreSqlStoreOptions.Checked(options);
        (_logger, _time) = (logger, time);
    }

    /// <inheritdoc />
    public string Description => _opening.Maybe?.Description ?? "PostgreSQL, not open";

    private OpenStore Opened => _opening.Value;

    /// <inheritdoc />
    /// <remarks>Settles nothing: what a node left that has ended is settled when it was seen to have ended.</remarks>
    /// <exception cref="StoreUnavailableException">The database is not to be had, too old, unsafe or not migrated; the message names the remedy.</exception>
    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => _opening.OpenAsync(
        async () => (await OpenStore.OpenAsync(_options, _logger, _time, now, ct), TakeOver.Nothing), ct);

    /// <inheritdoc />
    public async ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct)
    {
        OpenStore open = Opened;
        SubmitAnswer answer = await open.Submitter.SubmitAsync(job, now, ct);
        open.CallFor(job, answer, now);
        return answer;
    }

    /// <summary>Stores a job in the caller's own transaction: it is there when that commits, or not at all.</summary>
    /// <remarks>Other nodes are called by that commit where the job is planned soon, which costs it a lock on the queue of calls.</remarks>
    internal async ValueTask<SubmitAnswer> SubmitAsync(NpgsqlTransaction transaction, NewJob job, Instant now)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        NpgsqlConnection connection = transaction.Connection ?? throw new ArgumentException("The transaction has ended: submit before its commit.", nameof(transaction));
        OpenStore open = Opened;
        SubmitAnswer answer = await open.Submit.StoreAsync(connection, job, now);
        await open.CallWithinAsync(connection, job, answer, now);
        return answer;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct)
    {
        OpenStore open = Opened;
        IReadOnlyList<SubmitAnswer> answers = await open.Bulk.SubmitAsync(jobs, now, ct);
        for (int i = 0; i < answers.Count; i++)
        {
            open.CallFor(jobs[i], answers[i], now);
        }

        return answers;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Run(open => open.Arm.ArmAsync(open.Node, new ArmSpan(from, until, limit), open.Kinds), ct);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) => Run(static open => open.Arm.HeldAsync(open.Node), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => Run(open => open.Arm.AdoptAsync(holds), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct) => Run(open => open.Hold.MarkAsync(marks), ct);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        OpenStore open = Opened;
        IReadOnlyList<CompletionAnswer> answers = await Run(_ => open.Complete.CompleteAsync(completions, now, open.Node), ct);
        open.CallForFollowUps(completions, now);
        return answers;
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct) => _ = await RunLowering(open => open.Hold.ReleaseAsync(holds, open.Node), ct);

    /// <inheritdoc />
    public async ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct) => _ = await Run(open => open.Hold.ParkAsync(holds, reason, open.Node), ct);

    /// <inheritdoc />
    public ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct) => RunLowering(open => open.Hold.UnparkAsync(kinds), ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        ChangeAsync(changes => changes.CancelAsync(owner, id, grip, now), grip, ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct) =>
        ChangeAsync(changes => changes.PauseAsync(owner, id, grip), grip, ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct) =>
        ChangeAsync(changes => changes.ResumeAsync(owner, id, plan), Grip.None, ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct) =>
        ChangeAsync(changes => changes.EditAsync(owner, id, change, grip), grip, ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        ChangeAsync(changes => changes.RunNowAsync(owner, id, grip, now), grip, ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct) =>
        Run(open => open.Quiet.ListAsync(kinds, from, until), ct);

    /// <inheritdoc />
    public ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct) => Run(open => open.Jobs.FindAsync(owner, id), ct);

    /// <inheritdoc />
    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct) => Run(open => open.Jobs.FindAsync(owner, kind, key), ct);

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct)
    {
        CheckLimit(filter.Limit);
        return Run(open => open.Jobs.ListAsync(filter), ct);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct)
    {
        CheckLimit(filter.Limit);
        return Run(open => open.Runs.ListAsync(filter), ct);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct) => Run(static open => open.Jobs.CountAsync(), ct);

    /// <inheritdoc />
    public async ValueTask<int> SweepAsync(Instant now, CancellationToken ct)
    {
        int all = await SweepAllAsync(open => open.Upkeep.SweepKeysAsync(now, SweepBatch), ct);
        _ = await SweepAllAsync(open => open.Upkeep.SweepSlotsAsync(now, SweepBatch), ct);
        _ = await Run(open => open.NodeTable.ForgetAsync(now), ct);
        await Opened.Partitions.KeepUpAsync(now, ct);
        return all;
    }

    /// <inheritdoc />
    public async ValueTask MigrateAsync(string solution, IReadOnlyList<(string Name, string Sql)> migrations, CancellationToken ct)
    {
        MigrationList.CheckSolution(solution);
        _ = await Opened.Migrator.RunAsync(solution, migrations, Instant.From(_time.GetUtcNow()), ct);
    }

    /// <inheritdoc />
    public ValueTask<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken ct) => Opened.Side.WriteAsync(work, ct);

    /// <inheritdoc />
    public ValueTask<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken ct) => Opened.Side.ReadAsync(work, ct);

    /// <inheritdoc />
    public async ValueTask<int> JoinAsync(NodeEntry node, CancellationToken ct)
    {
        int number = await Run(open => open.NodeTable.JoinAsync(node), ct);
        Opened.Joined(number, node);
        return number;
    }

    /// <inheritdoc />
    public BeatAnswer Beat(NodeClock clock) => Opened.Beat(clock);

    /// <inheritdoc />
    public Instant AskClock() => Opened.Heart.AskClock();

    /// <inheritdoc />
    public ValueTask<bool> TryTakeOverAsync(int node, long beat, CancellationToken ct) => Run(open => open.NodeTable.TryTakeOverAsync(node, beat), ct);

    /// <inheritdoc />
    public ValueTask<TakeOver> SettleAsync(Instant now, TimeSpan term, int limit, CancellationToken ct) =>
        RunLowering(open => open.TakeOver.SettleAsync(now, term, limit, open.Node, ct), ct);

    /// <inheritdoc />
    public async ValueTask LeaveAsync(CancellationToken ct) => _ = await Run(static open => open.NodeTable.LeaveAsync(open.Node), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<NodeView>> ListNodesAsync(Instant now, CancellationToken ct) => Run(open => open.NodeTable.ListAsync(now), ct);

    /// <inheritdoc />
    public ValueTask<bool> DrainAsync(int node, bool drain, CancellationToken ct) => Run(open => open.NodeTable.DrainAsync(node, drain), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AskedHold>> AskedAsync(CancellationToken ct) => Run(static open => open.NodeTable.AskedAsync(open.Node), ct);

    /// <inheritdoc />
    public async ValueTask AnswerTooLateAsync(IReadOnlyList<AskedHold> asks, CancellationToken ct) => _ = await Run(open => open.NodeTable.AnswerTooLateAsync(asks), ct);

    /// <inheritdoc />
    public ValueTask<AskState> AskStateAsync(Hold hold, CancellationToken ct) => Run(open => open.NodeTable.AskStateAsync(hold), ct);

    /// <inheritdoc />
    public IDisposable Listen(Action<NodeCall> heard) => Opened.Listen(heard);

    /// <summary>Answers the submits that wait, and gives the connections up.</summary>
    public ValueTask DisposeAsync() => _opening.DisposeAsync();

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TakenSlots>> TakeSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> wanted, Instant until, CancellationToken ct) =>
        Run(open => open.Slots.TakeAsync(grid, wanted, until), ct);

    /// <inheritdoc />
    public async ValueTask ReturnSlotsAsync(SlotGrid grid, IReadOnlyList<CellSlots> unused, CancellationToken ct) => _ = await Run(open => open.Slots.ReturnAsync(grid, unused), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<FullSpan>> FullCellsAsync(SlotGrid grid, Instant from, CancellationToken ct) => Run(open => open.Slots.FullAsync(grid, from), ct);

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostListed);
    }

    // In batches, each a short transaction.
    private async ValueTask<int> SweepAllAsync(Func<OpenStore, ValueTask<int>> sweep, CancellationToken ct)
    {
        int all = 0;
        int batch;
        do
        {
            batch = await Run(sweep, ct);
            all += batch;
        }
        while (batch == SweepBatch);
        return all;
    }

    private async ValueTask<T> Run<T>(Func<OpenStore, ValueTask<T>> work, CancellationToken ct)
    {
        OpenStore open = Opened;
        return await open.Database.RunAsync(() => work(open), ct);
    }

    // What it sets free may be timed for any instant.
    private async ValueTask<T> RunLowering<T>(Func<OpenStore, ValueTask<T>> work, CancellationToken ct)
    {
        T result = await Run(work, ct);
        Opened.Low.Lower(Instant.Min);
        return result;
    }

    private ValueTask<ChangeAnswer> ChangeAsync(Func<JobChanges, ValueTask<ChangeAnswer>> change, Grip grip, CancellationToken ct) => Opened.ChangeAsync(change, grip, ct);
}
