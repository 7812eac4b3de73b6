using System.Text.Json.Serialization;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Nodes;
using Kairos.PostgreSql;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Lab.Tests.Engines;

/// <summary>An engine on PostgreSQL in this process, all of whose doings are written down.</summary>
internal sealed class RecordedNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HistoryWriter _writer;
    private readonly HistoryWriter _sink;
    private readonly IDisposable _listening;

    private RecordedNode(string connectionString, string file, HistoryWriter sink, Func<IJobStore, NodeRecorder, IJobStore> record, NodeOptions node, TimeSpan? answerWithin)
    {
        _sink = sink;
        _writer = new HistoryWriter(file, Path.GetFileName(file), () => Engine!.Clock.Now, TimeProvider.System);
        NodeRecorder recorder = new(_writer, TimeProvider.System);
        PostgreSqlStoreOptions options = new() { ConnectionString = connectionString };
        options = options with { AnswerWithin = answerWithin ?? options.AnswerWithin };
        _services = new ServiceCollection()
            .AddKairos(kairos => With(kairos, node)
                .UseStore(_ => record(new PostgreSqlStore(options, NullLogger<PostgreSqlStore>.Instance, TimeProvider.System), recorder))
                .Handle("plain", LoadJson.Default.Load, RunAsync)
                .Handle("every", LoadJson.Default.Load, RunAsync)
                .Handle("gated", LoadJson.Default.Load, PassAsync))
            .BuildServiceProvider();
        Engine = _services.GetRequiredService<KairosEngine>();
        Jobs = _services.GetRequiredService<JobClient>();
        _listening = recorder.Listen(Engine.Events);
    }

    public KairosEngine Engine { get; }

    public JobClient Jobs { get; }

    /// <summary>Handlers do not end before this, whatever they are told.</summary>
    public Task NotBefore { get; set; } = Task.CompletedTask;

    public static Task<RecordedNode> StartAsync(string connectionString, string file, HistoryWriter sink) =>
        StartAsync(connectionString, file, sink, (store, recorder) => recorder.Over(store), new NodeOptions());

    /// <param name="connectionString">Its database.</param>
    /// <param name="file">Its history.</param>
    /// <param name="sink">Where its effects go.</param>
    /// <param name="record">Puts the recorder over its store, and whatever else is to be there.</param>
    /// <param name="options">How it lives.</param>
    /// <param name="answerWithin">Of its store; null for the default.</param>
    public static async Task<RecordedNode> StartAsync(
        string connectionString, string file, HistoryWriter sink, Func<IJobStore, NodeRecorder, IJobStore> record, NodeOptions options, TimeSpan? answerWithin = null)
    {
        RecordedNode node = new(connectionString, file, sink, record, options, answerWithin);
        await node.Engine.StartAsync(CancellationToken.None);
        return node;
    }

    public Task StopAsync() => Engine.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _services.DisposeAsync();
        _writer.Dispose();
    }

    private static KairosBuilder With(KairosBuilder kairos, NodeOptions node)
    {
        kairos.Node = node;
        return kairos;
    }

    private async ValueTask<Outcome> RunAsync(Load load, JobContext context, CancellationToken ct)
    {
        _sink.Write(new EffectSeen { Job = context.Job, Due = context.Due, Fence = context.Fence, BehindGate = false });
        if (load.WorkMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(load.WorkMs), TimeProvider.System, ct);
        }

        await NotBefore;
        return Outcome.Success;
    }

    private async ValueTask<Outcome> PassAsync(Load load, JobContext context, CancellationToken ct)
    {
        await context.GateAsync(new Instant(load.Gate).ToDateTimeOffset(), null, ct);
        _sink.Write(new EffectSeen { Job = context.Job, Due = context.Due, Fence = context.Fence, BehindGate = true });
        return Outcome.Success;
    }
}

/// <summary>What a handler is told.</summary>
/// <param name="Gate">Of a gated job, in microseconds.</param>
/// <param name="WorkMs">How long it takes.</param>
internal sealed record Load(long Gate, int WorkMs);

[JsonSerializable(typeof(Load))]
internal sealed partial class LoadJson : JsonSerializerContext;
