using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules;

/// <summary>Adds state schedules to an engine.</summary>
public static class StateSchedulesBuilderExtensions
{
    // A pass over all rows of a slice in mode full, held to a rate, takes hours; a statement that hangs is given up by its own time.
    private static readonly TimeSpan s_longestTick = TimeSpan.FromHours(4);

    // A stint is some seconds, and as many statements as fit in; one of them may wait for locks.
    private static readonly TimeSpan s_longestStint = TimeSpan.FromMinutes(10);

    // As often as it takes: a table that is away for hours comes back. The next tick ends those of the one before.
    private static readonly RetryPolicy s_retry = new() { First = TimeSpan.FromMilliseconds(500), Longest = TimeSpan.FromSeconds(30), MaxAttempts = 1_000 };

    /// <summary>Adds the kinds <c>states.tick</c> and <c>states.pass</c>, and <see cref="StateDesk"/>.</summary>
    /// <remarks>Needs <see cref="ISideTables"/> among the services. Mappings run once they are applied, by any node that knows them.</remarks>
    /// <exception cref="ArgumentException">Two mappings have one name.</exception>
    public static KairosBuilder AddStateSchedules(this KairosBuilder builder, StateSchedulesOptions options)
    {
        StateSet.Check(options);
        IServiceCollection services = builder.Services;
        services.AddSingleton(sp => new StateSet(options, sp.GetRequiredService<EngineClock>().Provider));
        services.AddSingleton(sp => new StandingBook(new StandingStore(sp.GetRequiredService<ISideTables>()), sp.GetRequiredService<EngineClock>().Provider));
        services.AddSingleton(sp => new PassStore(sp.GetRequiredService<ISideTables>()));
        services.AddSingleton(sp => new TickJobs(sp.GetRequiredService<JobClient>()));
        services.AddSingleton(sp => new TickAccord(sp.GetRequiredService<StandingBook>(), sp.GetRequiredService<TickJobs>()));
        services.AddSingleton(sp => new TickDesk(sp.GetRequiredService<JobClient>(), sp.GetRequiredService<TickJobs>(), sp.GetRequiredService<EngineClock>()));
        services.AddSingleton(sp => new PassDesk(sp.GetRequiredService<PassStore>(), sp.GetRequiredService<JobClient>(), sp.GetRequiredService<EngineClock>()));
        services.AddSingleton(sp => new StateDesk(
            sp.GetRequiredService<StateSet>(),
            new MappingDesk(
                sp.GetRequiredService<StandingBook>(),
                sp.GetRequiredService<TickAccord>(),
                sp.GetRequiredService<TickDesk>(),
                sp.GetRequiredService<PassDesk>(),
                sp.GetRequiredService<EngineClock>()),
            sp.GetRequiredService<TickDesk>(),
            sp.GetRequiredService<PassDesk>(),
            new RowDesk(sp.GetRequiredService<EngineClock>())));
        services.AddSingleton(sp => new StateStart(
            sp.GetRequiredService<StateSet>(),
            sp.GetRequiredService<StandingBook>(),
            sp.GetRequiredService<TickAccord>(),
            sp.GetRequiredService<TickJobs>(),
            sp.GetRequiredService<ILogger<StateStart>>()));
        return builder
            .WhenOpen(static (sp, ct) => sp.GetRequiredService<StateStart>().OpenAsync(ct))
            .Handle<TickPayload, TickHandler>(TickPayload.Kind, StateJson.Default.TickPayload, new KindOptions { Timeout = s_longestTick, Retry = s_retry })
            .Handle<PassPayload, PassHandler>(PassPayload.Kind, StateJson.Default.PassPayload, new KindOptions { Timeout = s_longestStint, Retry = s_retry });
    }
}
