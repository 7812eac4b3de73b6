using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Lab.Network;
using Kairos.Lab.Tests.Databases;
using Kairos.Lab.Tests.Engines;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Lab.Tests.Seeded;

/// <summary>A database, a network with faults, and real engines with short leases, to show one bug in some seconds.</summary>
internal sealed class Stage : IAsyncDisposable
{
    internal static readonly TimeSpan TakeOverAfter = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly NodeOptions s_options = new()
    {
        Beat = TimeSpan.FromSeconds(0.3),
        BeatRetry = TimeSpan.FromSeconds(0.1),
        TakeOverAfter = TakeOverAfter,
        Margin = TimeSpan.FromSeconds(0.3),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-seeded-").FullName;
    private readonly YardDatabase _database;
    private readonly HistoryWriter _driver;
    private readonly HistoryWriter _sink;
    private readonly CallRecorder _calls;
    private readonly List<RecordedNode> _nodes = [];

    private Stage(YardDatabase database, int port)
    {
        (_database, Proxy) = (database, PgProxy.Start(port));
        _driver = Writer("driver");
        _sink = Writer("sink");
        _calls = new CallRecorder(_driver, "driver");
    }

    public PgProxy Proxy { get; }

    public string Direct => _database.ConnectionString;

    public static async Task<Stage> SetAsync(DatabaseYard yard) =>
        new(await yard.CreateDatabaseAsync(CancellationToken.None), (await yard.ServerAsync()).Port);

    /// <summary>Behind the proxy, with whatever lies over its store.</summary>
    public Task<RecordedNode> ShakenAsync(Func<IJobStore, NodeRecorder, IJobStore> record) => StartAsync("shaken", Proxy.Through(Direct), record);

    public Task<RecordedNode> SteadyAsync() => StartAsync("steady", Direct, (store, recorder) => recorder.Over(store));

    /// <summary>A job that is due in so long and takes so long; null where no answer came.</summary>
    public async Task<JobId?> SubmitAsync(RecordedNode node, double dueIn, int workMs = 0, string? key = null)
    {
        Instant due = Now() + TimeSpan.FromSeconds(dueIn);
        JobRequest request = JobRequest.Of("plain", "lab", new Load(0, workMs), LoadJson.Default.Load) with { Trigger = Trigger.At(due.ToDateTimeOffset()), Key = key };
        try
        {
            return (await _calls.SubmitAsync(request, new DuePlan(due), gated: false, () => node.Jobs.SubmitAsync(request).AsTask())).Id;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Returns when so many effects were seen.</summary>
    public Task EffectsAsync(int count) => UntilAsync(() => Task.FromResult(Read("sink").OfType<EffectSeen>().Count() >= count));

    public Task DoneAsync(RecordedNode node) => UntilAsync(async () => (await node.Jobs.CountAsync()).Values.Sum() == 0);

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(s_patience);
            await PauseAsync(0.05);
        }
    }

    public static Task PauseAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    public Task SqlAsync(string statement) => Sql.ExecuteAsync(Direct, statement);

    /// <summary>Whether anybody wrote such an event so far.</summary>
    public IEnumerable<T> Seen<T>()
        where T : HistoryEvent => HistoryReader.Read(Directory.GetFiles(_folder)).OfType<T>();

    /// <summary>All stop, and what happened is judged. Lateness is not: the machine is that of other tests too.</summary>
    public async Task<Verdict> JudgeAsync()
    {
        foreach (RecordedNode node in _nodes)
        {
            await node.StopAsync();
        }

        await FinalReader.ReadAsync(Direct, _driver, CancellationToken.None);
        return HistoryChecker.Check(
            HistoryReader.Read(Directory.GetFiles(_folder)),
            new HistoryCheckOptions { Bound = s_patience, StuckAfter = TimeSpan.FromSeconds(1), TakeOverAfter = TakeOverAfter });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RecordedNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        _driver.Dispose();
        _sink.Dispose();
        await Proxy.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<RecordedNode> StartAsync(string name, string connectionString, Func<IJobStore, NodeRecorder, IJobStore> record)
    {
        RecordedNode node = await RecordedNode.StartAsync(connectionString, Path.Combine(_folder, name), _sink, record, s_options);
        _nodes.Add(node);
        return node;
    }

    private IReadOnlyList<HistoryEvent> Read(string name) => HistoryReader.Read([Path.Combine(_folder, name)]);

    private HistoryWriter Writer(string name) => new(Path.Combine(_folder, name), name, Now, TimeProvider.System);

    private static Instant Now() => Instant.From(TimeProvider.System.GetUtcNow());
}
