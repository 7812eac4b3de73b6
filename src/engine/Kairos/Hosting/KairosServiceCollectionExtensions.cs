using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Kairos to a host.</summary>
public static class KairosServiceCollectionExtensions
{
    /// <summary>Adds the engine as a hosted service, <see cref="JobClient"/> to submit with, and <see cref="NodeClient"/> for operators.</summary>
    /// <remarks>A <see cref="TimeProvider"/> among the services is used; otherwise the system's, which counts suspend on a store that nodes share.</remarks>
    public static IServiceCollection AddKairos(this IServiceCollection services, Action<KairosBuilder> configure)
    {
        KairosBuilder builder = new(services);
        configure(builder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(sp => ClockFor(sp.GetService<IJobStore>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new TargetRegistry(sp.GetRequiredService<EngineClock>(), builder.Targets, sp.GetService<IJobStore>() as ISlotStore));
        services.AddSingleton(sp => new KairosEngine(
            sp.GetService<IJobStore>() ?? throw new InvalidOperationException("Kairos has no store: choose one, for example AddKairos(k => k.UseSqlite(\"jobs.db\"))."),
            new EngineParts(sp.GetRequiredService<EngineClock>(), sp.GetRequiredService<TargetRegistry>(), builder.Dispatch, builder.Node)
            {
                Kinds = builder.Kinds,
                WhenOpen = builder.Steps,
                Onces = builder.Onces,
            },
            sp,
            sp.GetService<ILogger<KairosEngine>>() ?? NullLogger<KairosEngine>.Instance));
        services.AddSingleton<IHostedService>(sp => sp.GetRequiredService<KairosEngine>());
        services.AddSingleton(sp => new JobClient(sp.GetRequiredService<IJobStore>(), sp.GetRequiredService<KairosEngine>()));
        services.AddSingleton(sp => new NodeClient(sp.GetRequiredService<IJobStore>(), sp.GetRequiredService<KairosEngine>()));
        return services;
    }

    // Where others may take a node over, its time goes on while its machine sleeps.
    private static EngineClock ClockFor(IJobStore? store, TimeProvider time) => store is INodeStore
        ? new EngineClock(ReferenceEquals(time, TimeProvider.System) ? new SuspendTime() : time, new StoreClock())
        : new EngineClock(time);
}
