using System.Globalization;
using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Nodes;
using Kairos.PostgreSql.Reading;
using Kairos.PostgreSql.Schema;
using Kairos.PostgreSql.Submitting;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql;

/// <summary>What a store holds between its opening and its end: connections, statements, and which node it is.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    // What is planned later than this is found by the poll in good time.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private Listener? _listener;

    private OpenStore(Database database, string version, ILogger logger, TimeProvider time)
    {
        (Database, _logger, _time) = (database, logger, time);
        Description = $"PostgreSQL {version}, {database.Place["PostgreSQL at ".Length..]}, schema {database.Options.Schema}";
        Submit = new SubmitVerb(database);
        SubmitRecovery recovery = new(database, Submit, logger, time);
        Submitter = new Submitter(database, Submit, recovery);
        Bulk = new BulkSubmit(database, Submit, recovery);
        Low = new LowWater(time);
        Arm = new ArmVerb(database, Low);
        Hold = new HoldVerb(database, time);
        Complete = new CompleteVerb(database, Submit, Low, logger);
        TakeOver = new TakeOverVerb(database);
        Jobs = new JobReading(database);
        Runs = new RunReading(database, time);
        Quiet = new QuietReading(database);
        NodeTable = new NodeVerb(database);
        Heart = new HeartLine(database, time);
        Caller = new Caller(database, logger);
        Migrator = new Migrator(database, logger);
        Partitions = new Partitions(database, logger);
        Upkeep = new Upkeep(database);
        Slots = new SlotVerb(database);
        Side = new SideTables(database);
    }

    public string Description { get; }

    public Database Database { get; }

    /// <summary>The number of the node that joined last; 0 before.</summary>
    public int Node { get; private set; }

    /// <summary>What it can run.</summary>
    public IReadOnlyCollection<string> Kinds { get; private set; } = [];

    public SubmitVerb Submit { get; }

    public Submitter Submitter { get; }

    public BulkSubmit Bulk { get; }

    public LowWater Low { get; }

    public ArmVerb Arm { get; }

    public HoldVerb Hold { get; }

    public CompleteVerb Complete { get; }

    public TakeOverVerb TakeOver { get; }

    public JobReading Jobs { get; }

    public RunReading Runs { get; }

    public QuietReading Quiet { get; }

    public NodeVerb NodeTable { get; }

    public HeartLine Heart { get; }

    public Caller Caller { get; }

    public Migrator Migrator { get; }

    public Partitions Partitions { get; }

    public Upkeep Upkeep { get; }

    public SlotVerb Slots { get; }

    public SideTables Side { get; }

    public static async ValueTask<OpenStore> OpenAsync(PostgreSqlStoreOptions options, ILogger logger, TimeProvider time, Instant now, CancellationToken ct)
    {
        Database database = new(options, time);
        try
        {
            (string version, int migrations) = await new Patience(database, logger, time).UntilItAnswersAsync(
                async () => (await ServerCheck.CheckAsync(database, ct), await MigrateAsync(database, logger, now, ct)), ct);
            await new Partitions(database, logger).MakeAheadAsync(now, ct);
            OpenStore open = new(database, version, logger, time);
            Log.Opened(logger, open.Description, migrations);
            return open;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public void Joined(int node, NodeEntry entry)
    {
        (Node, Kinds, Caller.Node) = (node, entry.Kinds, node);
        Log.Joined(_logger, node, entry.Name);
    }

    public BeatAnswer Beat(NodeClock clock)
    {
        (BeatAnswer answer, bool parked) = Heart.Beat(Node, Kinds, clock);
        Caller.Alone = answer.Others.Count == 0;
        if (parked)
        {
            Arm.LookForParked();
        }

        return answer;
    }

    public Listener Listen(Action<NodeCall> heard) => _listener = new Listener(
        Database,
        call =>
        {
            Low.Lower(Instant.Min);
            heard(call);
        },
        () => Node,
        _logger,
        _time);

    /// <summary>After the commit: other nodes are to look where it is planned soon, or where a job was replaced that one of them may hold.</summary>
    public void CallFor(NewJob job, SubmitAnswer answer, Instant now)
    {
        if (answer.Accepted)
        {
            CallFor(job, now);
        }

        if (answer.HeldUnder is not null)
        {
            Caller.Call(NodeCall.Ask);
        }
    }

    public void CallFor(NewJob job, Instant now)
    {
        Low.Lower(job.At);
        if (job.At < now + s_soon)
        {
            Caller.Call(NodeCall.Arm);
        }
    }

    public void CallForFollowUps(IReadOnlyList<Completion> completions, Instant now)
    {
        foreach (NewJob followUp in completions.SelectMany(static c => c.FollowUps))
        {
            CallFor(followUp, now);
        }
    }

    /// <summary>The same within somebody else's transaction, whose commit we don't see: the call goes out with it.</summary>
    public async ValueTask CallWithinAsync(NpgsqlConnection connection, NewJob job, SubmitAnswer answer, Instant now)
    {
        if (answer.Accepted && job.At < now + s_soon)
        {
            await NotifyAsync(connection, NodeCall.Arm);
        }

        if (answer.HeldUnder is not null)
        {
            await NotifyAsync(connection, NodeCall.Ask);
        }
    }

    public async ValueTask<ChangeAnswer> ChangeAsync(Func<JobChanges, ValueTask<ChangeAnswer>> change, Grip grip, CancellationToken ct)
    {
        ChangeAnswer answer = await Database.InTransactionAsync(
            async connection => (await change(new JobChanges(new JobRows(Database, connection, Node))), true), ct);
        Low.Lower(Instant.Min);
        if (answer == ChangeAnswer.Pending && grip.IsUnseen)
        {
            Caller.Call(NodeCall.Ask);
        }

        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        await Submitter.DisposeAsync();
        await Caller.DisposeAsync();
        Heart.Dispose();
        await Database.DisposeAsync();
    }

    private static async ValueTask<int> MigrateAsync(Database database, ILogger logger, Instant now, CancellationToken ct)
    {
        Migrator migrator = new(database, logger);
        if (database.Options.Migrate)
        {
            return await migrator.RunAsync(MigrationList.Engine, Migrator.Own, now, ct);
        }

        int missing = await migrator.CountMissingAsync(ct);
        return missing == 0 ? 0 : throw new StoreUnavailableException(
            $"{database.Place}: {missing} migrations of schema {database.Options.Schema} have not run: run `kairos migrate up`, or let the store do it (Migrate).");
    }

    // As a stranger's payload, so that this node hears it too.
    private async ValueTask NotifyAsync(NpgsqlConnection connection, NodeCall call)
    {
        await using NpgsqlCommand notify = Database.Command("call", connection);
        notify.Parameters.Text(Caller.Channel(Database, call)).Text(0.ToString(CultureInfo.InvariantCulture));
        await notify.ExecuteNonQueryAsync();
    }
}
