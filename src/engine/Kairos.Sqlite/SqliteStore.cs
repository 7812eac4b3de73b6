using System.Data.Common;
using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Reading;
using Kairos.Sqlite.Schema;
using Kairos.Sqlite.Verbs;
using Kairos.Sqlite.Writing;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.Sqlite;

/// <summary>The embedded store: one file, owned by one process, on the SQLite library of the system.</summary>
/// <remarks>
/// Writes are grouped on one thread and acknowledged after a commit that is synced to disk; reads go to connections of
/// their own. The lock on the file is the lease: it falls with its process, and the next one takes over at once.
/// </remarks>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public sealed class SqliteStore : IJobStore, ISideTables
{
    // Some 10 ms of the writer: keys are forgotten between other work, not instead of it.
    private const int SweepBatch = 5_000;
    private const int MostListed = 1_000;

    private readonly SqliteStoreOptions _options;
    private readonly ILogger<SqliteStore> _logger;
    private readonly TimeProvider _time;
    private readonly StoreOpening<OpenStore> _opening = new(typeof(SqliteStore));

    /// <summary>A store that is to be opened with <see cref="OpenAsync"/>.</summary>
    /// <param name="options">Where the file is.</param>
    /// <param name="logger">Hears of take-overs and of failures.</param>
    /// <param name="time">Only for tidying up when idle, and for when people read that something was done: instants come with the calls.</param>
    /// <exception cref="ArgumentException">The options are not whole; the message says what is missing.</exception>
    public SqliteStore(SqliteStoreOptions options, ILogger<SqliteStore> logger, TimeProvider time)
    {
        _options = SqliteStoreOptions.Checked(options);
        _logger = logger;
        _time = time;
    }

    /// <inheritdoc />
    public string Description => _opening.Maybe?.Description ?? $"SQLite, not open, {(_options.Temporary ? "temporary" : _options.Path)}";

    private OpenStore Opened => _opening.Value;

    private Instant Now => Instant.From(_time.GetUtcNow());

    /// <inheritdoc />
    /// <exception cref="StoreUnavailableException">The file or the SQLite library is not to be had; the message names the remedy.</exception>
    public ValueTask<TakeOver> OpenAsync(Instant now, CancellationToken ct) => _opening.OpenAsync(
        async () => await Task.Run(() => OpenStore.Open(_options, _logger, _time, now), CancellationToken.None), ct);

    /// <inheritdoc />
    public ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct) =>
        Write(session => session.Submit.Submit(job, now), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct) =>
        Write<IReadOnlyList<SubmitAnswer>>(
            session =>
            {
                SubmitAnswer[] answers = new SubmitAnswer[jobs.Count];
                for (int i = 0; i < answers.Length; i++)
                {
                    answers[i] = session.Submit.Submit(jobs[i], now);
                }

                return answers;
            },
            ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Write(session => session.Arm.Arm(from, until, limit), ct);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) =>
        // On the writer, behind the arms that are still in its queue.
        Write(session => session.Arm.Held(), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct) =>
        Write(session => session.Arm.Adopt(holds), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct) =>
        Write(session => session.Hold.Mark(marks), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct) =>
        Write(session => session.Complete.Complete(completions, now), ct);

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct) =>
        _ = await Write(session => session.Hold.Release(holds, Now), ct);

    /// <inheritdoc />
    public async ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct) =>
        _ = await Write(session => session.Hold.Park(holds, reason, Now), ct);

    /// <inheritdoc />
    public ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds, CancellationToken ct) =>
        Write(session => session.Hold.Unpark(kinds), ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        Write(session => Ended.Result(session.Changes.CancelAsync(owner, id, grip, now)), ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip, CancellationToken ct) =>
        Write(session => Ended.Result(session.Changes.PauseAsync(owner, id, grip)), ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan, CancellationToken ct) =>
        Write(session => Ended.Result(session.Changes.ResumeAsync(owner, id, plan)), ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip, CancellationToken ct) =>
        Write(session => Ended.Result(session.Changes.EditAsync(owner, id, change, grip)), ct);

    /// <inheritdoc />
    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now, CancellationToken ct) =>
        Write(session => Ended.Result(session.Changes.RunNowAsync(owner, id, grip, now)), ct);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<QuietOccurrence>> OccurrencesAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until, CancellationToken ct) =>
        Opened.Readers.ReadAsync(reader => reader.Quiet.List(kinds, from, until), ct);

    /// <inheritdoc />
    public ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct) =>
        Opened.Readers.ReadAsync(reader => reader.Jobs.Find(owner, id), ct);

    /// <inheritdoc />
    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct) =>
        Opened.Readers.ReadAsync(reader => reader.Jobs.Find(owner, kind, key), ct);

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public ValueTask<IReadOnlyList<JobView>> ListJobsAsync(JobFilter filter, CancellationToken ct)
    {
        CheckLimit(filter.Limit);
        return Opened.Readers.ReadAsync(reader => reader.Jobs.List(filter), ct);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    public ValueTask<IReadOnlyList<RunView>> ListRunsAsync(RunFilter filter, CancellationToken ct)
    {
        CheckLimit(filter.Limit);
        return Opened.Readers.ReadAsync(reader => reader.Runs.List(filter), ct);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<JobState, long>> CountJobsAsync(CancellationToken ct) =>
        Opened.Readers.ReadAsync(reader => reader.Jobs.Count(), ct);

    /// <inheritdoc />
    public async ValueTask<int> SweepAsync(Instant now, CancellationToken ct)
    {
        int all = 0;
        int batch;
        do
        {
            batch = await Write(session => session.Submit.Sweep(now, SweepBatch), ct);
            all += batch;
        }
        while (batch == SweepBatch);
        return all;
    }

    /// <inheritdoc />
    public async ValueTask MigrateAsync(string solution, IReadOnlyList<(string Name, string Sql)> migrations, CancellationToken ct)
    {
        MigrationList.CheckSolution(solution);
        IReadOnlyList<(string Name, string Sql)> missing =
            await WriteAside(session => Migrator.Missing(session.Connection, solution, migrations), ct);
        foreach ((string Name, string Sql) migration in missing)
        {
            Instant now = Now;
            _ = await WriteAside(session => Migrator.Apply(session.Connection, solution, migration, now), ct);
            Log.Migrated(_logger, $"{solution} {migration.Name}");
        }
    }

    /// <inheritdoc />
    public ValueTask<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken ct) =>
        WriteAside(session => BorrowedConnection.Lend(session.Connection, work), ct);

    /// <inheritdoc />
    public ValueTask<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken ct) =>
        Opened.Readers.ReadAsync(reader => BorrowedConnection.Lend(reader.Connection, work), ct);

    /// <summary>Finishes the writes asked for, copies the log into the database, and gives the file up.</summary>
    public ValueTask DisposeAsync() => _opening.DisposeAsync();

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostListed);
    }

    private ValueTask<T> Write<T>(Func<WriterSession, T> work, CancellationToken ct) =>
        Opened.Writer.WriteAsync(new WriteRequest<T>(work), ct);

    private ValueTask<T> WriteAside<T>(Func<WriterSession, T> work, CancellationToken ct) =>
        Opened.Writer.WriteAsync(new SideWriteRequest<T>(work), ct);
}
