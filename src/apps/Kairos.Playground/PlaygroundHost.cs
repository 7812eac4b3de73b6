using System.Net;
using Kairos.Playground.Api;
using Kairos.Playground.Control;
using Kairos.Playground.Network;
using Kairos.Playground.Pages;
using Kairos.Playground.Pages.Arrivals;
using Kairos.Playground.Pages.Rooms;
using Kairos.Playground.Pages.Schools;
using Kairos.Playground.Pages.Start;
using Kairos.Playground.Pages.Students;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kairos.Playground;

/// <summary>Builds the rehearsal venue: a reservation site of its own, with its own clock, on a port of this machine.</summary>
public static class PlaygroundHost
{
    private const int LongestBody = 256 * 1024;

    /// <summary>Builds the venue. The caller starts it; after the start <see cref="WebApplication.Urls"/> holds its address.</summary>
    /// <param name="options">How the venue is set up.</param>
    /// <param name="time">Our clock: the venue's is this plus the offset.</param>
    /// <returns>The application, which takes nothing from the environment, from settings files or from the command line.</returns>
    /// <exception cref="ArgumentException">An option does not fit; the message names it and its range.</exception>
    public static WebApplication Build(PlaygroundOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PlaygroundHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options.Port));
        AddVenue(builder.Services, options, time);

        var app = builder.Build();
        app.UseRouting();
        app.UseMiddleware<Wire>();
        app.UseHostFiltering();
        MapAll(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, int port)
    {
        kestrel.Listen(IPAddress.Loopback, port);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LongestBody;
    }

    private static void AddVenue(IServiceCollection services, PlaygroundOptions options, TimeProvider time)
    {
        services.AddRouting();

        // A page elsewhere that has its name resolve to this machine is turned away.
        services.AddHostFiltering(hosts => hosts.AllowedHosts = ["127.0.0.1", "localhost"]);

        // Requests that were lost on purpose keep their connections open; nobody waits for them.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        services.AddSingleton(time);
        services.AddSingleton(new Site(options, time));
        services.AddSingleton(new Weather(
            new NetworkConditions(options.Latency, options.LatencyJitter, options.ErrorShare, options.DropShare), options.Seed));
        services.AddSingleton<FrontDesk>();
        services.AddSingleton<Wire>();
        services.AddSingleton<Assets>();
        services.AddSingleton<Rivals>();
        services.AddHostedService(provider => provider.GetRequiredService<Rivals>());
        if (options.WarmUp)
        {
            services.AddHostedService(_ => new WarmUp(options, time));
        }
    }

    private static void MapAll(IEndpointRouteBuilder app)
    {
        app.MapClock();
        app.MapSchools();
        app.MapRooms();
        app.MapReservations();
        app.MapControl();
        app.MapStart();
        app.MapSchool();
        app.MapRoom();
        app.MapStudent();
        app.MapArrivals();
        Assets.Map(app);
    }
}
