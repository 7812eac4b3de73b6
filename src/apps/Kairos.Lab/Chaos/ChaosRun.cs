using System.Globalization;
using Kairos.Lab.Chaos.Faults;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.Clocks;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Lab.Network;
using Kairos.Time;

namespace Kairos.Lab.Chaos;

/// <summary>Real processes on a real database, under load, with faults of all sorts; and then the judge.</summary>
/// <param name="options">How.</param>
/// <param name="say">Told a line for people each few seconds.</param>
public sealed class ChaosRun(ChaosOptions options, Action<string> say)
{
    private static readonly TimeSpan s_tellEach = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_finishPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(40);
    private readonly List<string> _remarks = [];

    /// <summary>Makes the run and judges it.</summary>
    /// <exception cref="Stores.StoreUnavailableException">PostgreSQL is not installed.</exception>
    /// <exception cref="InvalidOperationException">A program that it needs failed, or a node does not come up; the message says which.</exception>
    public async Task<ChaosReport> RunAsync(CancellationToken ct)
    {
        string folder = options.Folder ?? Directory.CreateTempSubdirectory("kairos-chaos-").FullName;
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new InvalidOperationException($"{folder} is not empty: name a folder for this run alone.");
        }

        await RecordAsync(folder, ct);
        say("judging …");
        Verdict verdict = HistoryChecker.Check(HistoryReader.Read(Directory.EnumerateFiles(folder, "*.jsonl")), options.Check);
        verdict = verdict with { Ok = verdict.Ok && !_remarks.Exists(r => r != LeftOut) };
        bool keeps = options.Folder is not null || !verdict.Ok;
        if (!keeps)
        {
            Directory.Delete(folder, recursive: true);
        }

        return new ChaosReport(verdict, _remarks, keeps ? folder : null);
    }

    private const string LeftOut = "Clocks were not stepped: that needs gcc (Debian: apt-get install gcc libc6-dev).";

    private static Instant Now() => Instant.From(TimeProvider.System.GetUtcNow());

    private async Task RecordAsync(string folder, CancellationToken ct)
    {
        using HistoryWriter driver = new(Path.Combine(folder, "driver.jsonl"), "driver", Now, TimeProvider.System);
        using HistoryWriter effects = new(Path.Combine(folder, "sink.jsonl"), "sink", Now, TimeProvider.System);
        await using DatabasePair database = await DatabasePair.CreateAsync(ct);
        await using Sink sink = new(effects);
        SteppedClock? clock = await ClockAsync(folder, ct);
        List<NodeSlot> slots = [];
        try
        {
            for (int i = 0; i < options.Nodes; i++)
            {
                slots.Add(Slot(i, folder, database, sink, clock));
                slots[i].Begin();
            }

            await Task.WhenAll(slots.Select(s => s.UpAsync(ct)));
            FaultLog log = new(driver);
            using CancellationTokenSource telling = CancellationTokenSource.CreateLinkedTokenSource(ct);
            Task told = TellAsync(log, sink, telling.Token);
            await DisturbAsync(log, database, slots, ct);
            await EndAsync(slots, ct);
            await telling.CancelAsync();
            await told;
            await FinalReader.ReadAsync(database.Primary.ConnectionString, driver, CancellationToken.None);
            _remarks.AddRange(slots.SelectMany(s => s.Remarks));
        }
        finally
        {
            foreach (NodeSlot slot in slots)
            {
                await slot.DisposeAsync();
            }
        }
    }

    private async Task<SteppedClock?> ClockAsync(string folder, CancellationToken ct)
    {
        if (!SteppedClock.CanBeMade)
        {
            _remarks.Add(LeftOut);
            return null;
        }

        return await SteppedClock.MakeAsync(folder, ct);
    }

    private NodeSlot Slot(int index, string folder, DatabasePair database, Sink sink, SteppedClock? clock)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"n{index + 1}");
        PgProxy proxy = PgProxy.Start(database.Primary.Port);
        NodeOrder order = new()
        {
            Name = name,
            Index = index,
            ConnectionString = proxy.Through(database.Primary.ConnectionString),
            History = Path.Combine(folder, name),
            SinkPort = sink.Port,
            Seed = (options.Seed * 31) + index,
            MostConnections = 10,
        };
        return new NodeSlot(name, order, options.NodeCommand, proxy, clock?.Another($"{name}.offset"));
    }

    private async Task DisturbAsync(FaultLog log, DatabasePair database, List<NodeSlot> slots, CancellationToken ct)
    {
        await Task.Delay(options.FirstCalm, TimeProvider.System, ct);
        using FaultMaker maker = new(log, database, slots, new Random(options.Seed));
        TimeSpan span = options.Duration - options.FirstCalm - options.Calm;
        int others = options.LeastFaults - (options.FailsOver ? 1 : 0) - (options.Poisons ? 1 : 0);
        Task poison = options.Poisons ? new Poison(log, database, slots).RunAsync(ct) : Task.CompletedTask;
        await maker.RunAsync(others / 2, span / 2, ct);
        if (options.FailsOver)
        {
            await maker.FailOverAsync();
        }

        await maker.RunAsync(others - (others / 2), span / 2, ct);
        try
        {
            await poison;
        }
        catch (TimeoutException e)
        {
            _remarks.Add(e.Message);
        }

        await Task.Delay(options.Calm, TimeProvider.System, ct);
    }

    /// <summary>The load ends, what is live is waited for, the nodes stop.</summary>
    private async Task EndAsync(List<NodeSlot> slots, CancellationToken ct)
    {
        foreach (NodeSlot slot in slots)
        {
            if (!await (await slot.UpAsync(ct)).AskAsync(LabNode.Quiet, s_startPatience))
            {
                _remarks.Add($"{slot.Name} did not end its load within {s_startPatience}.");
            }
        }

        if (!await slots[0].Up!.AskAsync(LabNode.Finished, s_finishPatience))
        {
            _remarks.Add($"Jobs were still live {s_finishPatience} after the end of the load.");
        }

        await Task.WhenAll(slots.Select(s => s.StopAsync(s_stopPatience)));
    }

    private async Task TellAsync(FaultLog log, Sink sink, CancellationToken ct)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds,5:0} s   {log.Count} faults   {sink.Effects} effects"));
            await Task.Delay(s_tellEach, TimeProvider.System, ct).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
