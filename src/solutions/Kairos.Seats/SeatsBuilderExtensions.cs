using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Desk;
using Kairos.Seats.Grabs;
using Kairos.Seats.Results;
using Kairos.Seats.Sessions;
using Kairos.Seats.Venues;
using Kairos.Secrets;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Seats;

/// <summary>Adds the seats solution to an engine.</summary>
public static class SeatsBuilderExtensions
{
    /// <summary>Adds the seats solution: kinds <c>seats.grab</c> and <c>seats.preflight</c>, the venue as a target, and <see cref="SeatDesk"/>.</summary>
    /// <remarks>Needs <see cref="ISideTables"/> and <see cref="Vault"/> among the services.</remarks>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="options">How the venue is called.</param>
    /// <param name="adapter">How the venue is asked; by default the playground's adapter.</param>
    public static KairosBuilder AddSeats(this KairosBuilder builder, VenueOptions options, Func<HttpClient, IVenue>? adapter = null)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(sp => new SeatCatalogue(sp.GetRequiredService<ISideTables>()));
        services.AddSingleton(sp => new SessionStore(sp.GetRequiredService<ISideTables>(), sp.GetRequiredService<Vault>()));
        Func<HttpClient, IVenue> ask = adapter ?? (static http => new PlaygroundVenue(http));
        services.AddSingleton(sp => MakeDesk(sp, options, ask));
        services.AddSingleton(sp => new WarmUp(sp.GetRequiredService<VenueDesk>(), sp.GetRequiredService<ISideTables>(), ask));
        services.AddSingleton(sp => new LastResults(sp.GetRequiredService<JobClient>(), sp.GetRequiredService<KairosEngine>().Events, sp.GetRequiredService<IJobStore>() is INodeStore));
        services.AddSingleton<SchoolDesk>();
        services.AddSingleton(sp => new SeatDesk(
            sp.GetRequiredService<ISideTables>(),
            sp.GetRequiredService<EngineClock>(),
            new GrabDesk(
                sp.GetRequiredService<JobClient>(),
                sp.GetRequiredService<SeatCatalogue>(),
                sp.GetRequiredService<SessionStore>(),
                sp.GetRequiredService<VenueDesk>(),
                sp.GetRequiredService<LastResults>(),
                sp.GetRequiredService<ISideTables>()),
            sp.GetRequiredService<SchoolDesk>()));
        services.AddSingleton(sp => new SeatsStart(
            sp.GetRequiredService<ISideTables>(),
            sp.GetRequiredService<SeatCatalogue>(),
            sp.GetRequiredService<VenueDesk>(),
            sp.GetRequiredService<LastResults>(),
            sp.GetRequiredService<WarmUp>())
        {
            IsShared = sp.GetRequiredService<IJobStore>() is INodeStore,
            Vault = sp.GetRequiredService<Vault>(),
            Logger = sp.GetService<ILogger<SeatsStart>>() ?? NullLogger<SeatsStart>.Instance,
        });
        services.AddHostedService(sp => sp.GetRequiredService<SeatsStart>());
        return builder
            .WhenOpen(static (sp, ct) => sp.GetRequiredService<SeatsStart>().OpenAsync(ct))
            .AddTarget(options.ToTarget())
            .Handle<GrabPayload, GrabHandler>(
                GrabPayload.Kind,
                GrabJson.Default.GrabPayload,
                new KindOptions { Timeout = TimeSpan.FromMinutes(3), Retry = new RetryPolicy { First = TimeSpan.FromMilliseconds(200), MaxAttempts = 5 } },
                gate: payload => new GatePlan(payload.OpensAt, options.Name))
            .Handle<PreflightPayload, PreflightHandler>(PreflightPayload.Kind, PreflightJson.Default.PreflightPayload, new KindOptions { Retry = RetryPolicy.None });
    }

    private static VenueDesk MakeDesk(IServiceProvider sp, VenueOptions options, Func<HttpClient, IVenue> adapter)
    {
        HttpClient http = VenueHttp.Make(options);
        IVenue venue = adapter(http);
        EngineClock clock = sp.GetRequiredService<EngineClock>();
        Target target = sp.GetRequiredService<TargetRegistry>().Get(options.Name);
        ILogger<VenueClock> logger = sp.GetService<ILogger<VenueClock>>() ?? NullLogger<VenueClock>.Instance;
        return new VenueDesk(venue, options, target, new VenueClock(venue, target, clock, http, logger), clock);
    }
}
