using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Lab.Chaos.Load;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.PostgreSql;
using Kairos.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kairos.Lab.Chaos.Nodes;

/// <summary>One node of a chaos run, in a process of its own: an engine that is written down, and its share of the load.</summary>
public static class LabNode
{
    // A restart of the database ends well within; and a node that waits does not hear that its run is over.
    private static readonly TimeSpan s_openWithin = TimeSpan.FromSeconds(30);

    internal const string Ready = "ready";
    internal const string Quiet = "quiet";
    internal const string Finished = "finished";
    internal const string Stop = "stop";
    internal const string Die = "die";
    internal const string Poison = "poison";

    /// <summary>Runs until it is told to stop. When its orders end it kills itself: it does not outlive who gives them.</summary>
    /// <param name="orders">Standard input: who it is on the first line, then a word a line.</param>
    /// <param name="answers">Standard output.</param>
    /// <param name="ct">Stops it as well.</param>
    /// <exception cref="InvalidDataException">The first line is no order.</exception>
    public static async Task RunAsync(TextReader orders, TextWriter answers, CancellationToken ct)
    {
        NodeOrder order = NodeOrder.Read(await orders.ReadLineAsync(ct));
        CrashPoints points = new();
        using SinkClient sink = await SinkClient.ConnectAsync(order.SinkPort, ct);
        KairosEngine? engine = null;
        using HistoryWriter writer = new(order.History, order.Name, () => engine!.Clock.Now, TimeProvider.System);
        NodeRecorder recorder = new(writer, TimeProvider.System);
        await using ServiceProvider services = Compose(order, points, recorder, sink);
        engine = services.GetRequiredService<KairosEngine>();

        // Before the recorder: a start that does not come about is not written down.
        using IDisposable crashing = engine.Events.Listen(e =>
        {
            if (e is RunStarted)
            {
                points.Reach(CrashPoint.BeforeStart);
            }
        });
        using IDisposable listening = recorder.Listen(engine.Events);
        await engine.StartAsync(ct);
        Answering answering = new(answers);
        await answering.SayAsync(Ready);
        await using (LoadMaker load = new(services.GetRequiredService<JobClient>(), new CallRecorder(writer, order.Name), order, engine.Clock))
        {
            load.Begin();
            await ObeyAsync(orders, answering, points, load, ct);
        }

        await engine.StopAsync(CancellationToken.None);
    }

    private static async Task ObeyAsync(TextReader orders, Answering answering, CrashPoints points, LoadMaker load, CancellationToken ct)
    {
        while (true)
        {
            string? line = await orders.ReadLineAsync(ct);
            if (line is null)
            {
                // Who gave them is gone, and the database with it: there is nobody to end in good order for.
                CrashPoints.Die();
                return;
            }

            if (line == Stop)
            {
                return;
            }

            string[] words = line.Split(' ');
            switch (words[0])
            {
                case Die: points.Arm(Enum.Parse<CrashPoint>(words[1])); break;
                case Poison: await load.PoisonAsync(); break;
                case Quiet:
                    await load.EndAsync();
                    await answering.SayAsync(Quiet);
                    break;
                case Finished:
                    await load.FinishAsync(ct);
                    await answering.SayAsync(Finished);
                    break;
                default: throw new InvalidDataException($"'{line}' is no order for a node of the lab.");
            }
        }
    }

    private static ServiceProvider Compose(NodeOrder order, CrashPoints points, NodeRecorder recorder, SinkClient sink)
    {
        PostgreSqlStoreOptions options = new() { ConnectionString = order.ConnectionString, MostConnections = order.MostConnections, OpenWithin = s_openWithin };
        return new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information)
                .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
                .AddSimpleConsole(console =>
                {
                    console.SingleLine = true;
                    console.UseUtcTimestamp = true;
                    console.TimestampFormat = "HH:mm:ss.fff ";
                }))
            .AddKairos(kairos =>
            {
                kairos.UseStore(sp => recorder.Over(new CrashingStore(
                    new PostgreSqlStore(options, sp.GetRequiredService<ILogger<PostgreSqlStore>>(), TimeProvider.System), points)));
                kairos.Node = kairos.Node with { Name = order.Name };
                new LabHandlers(sink, points).Register(kairos);
            })
            .BuildServiceProvider();
    }

    private sealed class Answering(TextWriter answers)
    {
        internal async Task SayAsync(string word)
        {
            await answers.WriteLineAsync(word);
            await answers.FlushAsync();
        }
    }
}
