using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kairos.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Handlers;

/// <summary>A handler delegate: for kinds that need no class of their own.</summary>
public delegate ValueTask<Outcome> JobDelegate<in TPayload>(TPayload payload, JobContext context, CancellationToken ct);

/// <summary>The gate a job is going to ask for: known from its payload, so that its slot can be reserved when it is armed.</summary>
/// <param name="Instant">On the target's clock.</param>
/// <param name="Target">A configured target.</param>
public sealed record GatePlan(DateTimeOffset Instant, string Target);

/// <summary>A kind as the dispatch sees it: reads payloads ahead of time, then only calls.</summary>
internal abstract class KindRuntime(string name, KindOptions options)
{
    internal string Name { get; } = name;

    internal KindOptions Options { get; } = options;

    /// <summary>Everything that can be done before the instant: the payload read, the handler made.</summary>
    internal abstract PreparedCall Prepare(ReadOnlyMemory<byte> payload, IServiceProvider services);
}

/// <summary>One attempt, ready to be started.</summary>
internal abstract class PreparedCall
{
    internal abstract ValueTask<Outcome> Invoke(JobContext context, CancellationToken ct);

    /// <summary>The gate it will ask for, where that is known ahead.</summary>
    internal GatePlan? Gate { get; init; }

    /// <summary>Whether there is anything to let go of.</summary>
    internal virtual bool IsDisposable => false;

    internal virtual ValueTask DisposeAsync() => default;
}

internal sealed class DelegateKind<TPayload>(string name, KindOptions options, JsonTypeInfo<TPayload> type, Func<TPayload, GatePlan?>? gate, JobDelegate<TPayload> run)
    : KindRuntime(name, options)
{
    internal override PreparedCall Prepare(ReadOnlyMemory<byte> payload, IServiceProvider services)
    {
        TPayload read = Payloads.Read(payload, type);
        return new Call(run, read) { Gate = gate?.Invoke(read) };
    }

    private sealed class Call(JobDelegate<TPayload> run, TPayload payload) : PreparedCall
    {
        internal override ValueTask<Outcome> Invoke(JobContext context, CancellationToken ct) => run(payload, context, ct);
    }
}

internal sealed class HandlerKind<TPayload, THandler>(string name, KindOptions options, JsonTypeInfo<TPayload> type, Func<TPayload, GatePlan?>? gate)
    : KindRuntime(name, options)
    where THandler : class, IJobHandler<TPayload>
{
    internal override PreparedCall Prepare(ReadOnlyMemory<byte> payload, IServiceProvider services)
    {
        TPayload read = Payloads.Read(payload, type);
        GatePlan? plan = gate?.Invoke(read);
        AsyncServiceScope scope = services.CreateAsyncScope();
        try
        {
            return new Call(scope, scope.ServiceProvider.GetRequiredService<THandler>(), read) { Gate = plan };
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private sealed class Call(AsyncServiceScope scope, THandler handler, TPayload payload) : PreparedCall
    {
        internal override ValueTask<Outcome> Invoke(JobContext context, CancellationToken ct) => handler.RunAsync(payload, context, ct);

        internal override bool IsDisposable => true;

        internal override ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}

internal static class Payloads
{
    internal static TPayload Read<TPayload>(ReadOnlyMemory<byte> payload, JsonTypeInfo<TPayload> type) =>
        JsonSerializer.Deserialize(payload.Span, type) ?? throw new JsonException("The payload is null.");
}
