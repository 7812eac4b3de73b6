using System.Text.Json.Serialization.Metadata;
using Kairos.Dispatch;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kairos.Hosting;

/// <summary>Gathers kinds, targets and the store for an engine.</summary>
public sealed class KairosBuilder
{
    internal KairosBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services, for what a store or a solution adds of its own.</summary>
    public IServiceCollection Services { get; }

    /// <summary>How this node claims and releases jobs.</summary>
    public DispatchOptions Dispatch { get; set; } = new();

    /// <summary>How this node lives among others, on a store that several share.</summary>
    public NodeOptions Node { get; set; } = new();

    internal List<KindRuntime> Kinds { get; } = [];

    internal List<OnceTask> Onces { get; } = [];

    internal List<TargetOptions> Targets { get; } = [];

    internal List<Func<IServiceProvider, CancellationToken, Task>> Steps { get; } = [];

    /// <summary>Handles a kind with a delegate.</summary>
    /// <param name="kind">The name of the kind.</param>
    /// <param name="payload">How the payload is read, usually generated: <c>MyJson.Default.Mail</c>.</param>
    /// <param name="run">Runs one attempt.</param>
    /// <param name="options">What holds for all jobs of the kind.</param>
    /// <param name="gate">Where payloads tell it: the gate a job will ask for, so that its slot is reserved when it is armed.</param>
    public KairosBuilder Handle<TPayload>(string kind, JsonTypeInfo<TPayload> payload, JobDelegate<TPayload> run, KindOptions? options = null, Func<TPayload, GatePlan?>? gate = null)
    {
        Kinds.Add(new DelegateKind<TPayload>(kind, options ?? KindOptions.Default, payload, gate, run));
        return this;
    }

    /// <summary>Handles a kind with a class made by the host's services, in a scope of its own for each attempt.</summary>
    /// <remarks>
    /// It is made when its job is claimed, seconds before the instant, and lives until the attempt's end is committed.
    /// Its constructor must not block: while it runs nothing else is claimed.
    /// </remarks>
    public KairosBuilder Handle<TPayload, THandler>(string kind, JsonTypeInfo<TPayload> payload, KindOptions? options = null, Func<TPayload, GatePlan?>? gate = null)
        where THandler : class, IJobHandler<TPayload>
    {
        Services.TryAddScoped<THandler>();
        Kinds.Add(new HandlerKind<TPayload, THandler>(kind, options ?? KindOptions.Default, payload, gate));
        return this;
    }

    /// <summary>Adds an outside party with its request budget.</summary>
    public KairosBuilder AddTarget(TargetOptions target)
    {
        Targets.Add(target);
        return this;
    }

    /// <summary>Adds what a solution does when the store is open and before the first job is claimed: its tables, its catalogue.</summary>
    public KairosBuilder WhenOpen(Func<IServiceProvider, CancellationToken, Task> step)
    {
        Steps.Add(step);
        return this;
    }

    /// <summary>Adds a task that runs once per version, however many nodes start with it, together or one after the other.</summary>
    /// <remarks>
    /// Each start submits it, after all steps of <see cref="WhenOpen"/>, under an idempotency key that is never forgotten; the
    /// first submit counts. It is a job of the owner <c>kairos</c>, with the retries of its kind.
    /// </remarks>
    /// <param name="name">What makes the task unique, together with the version. At most 200 characters in all.</param>
    /// <param name="version">Another version runs again.</param>
    /// <param name="kind">Who handles it.</param>
    /// <param name="payload">Always the same for a version: a start that finds it submitted with another one fails and says so.</param>
    /// <param name="type">How the payload is written, usually generated.</param>
    /// <exception cref="ArgumentException">Name and version are too long, or empty.</exception>
    public KairosBuilder Once<TPayload>(string name, string version, string kind, TPayload payload, JsonTypeInfo<TPayload> type)
    {
        Onces.Add(OnceTask.Of(name, version, JobRequest.Of(kind, OnceTask.Owner, payload, type)));
        return this;
    }

    /// <summary>Chooses the store.</summary>
    public KairosBuilder UseStore(Func<IServiceProvider, IJobStore> store)
    {
        Services.AddSingleton(store);
        return this;
    }
}
