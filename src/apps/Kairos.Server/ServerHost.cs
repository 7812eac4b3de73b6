using System.Net;
using System.Text.Encodings.Web;
using Kairos.Hosting;
using Kairos.Seats;
using Kairos.Secrets;
using Kairos.Server.Api;
using Kairos.Server.Pages;
using Kairos.Server.Pages.States;
using Kairos.Sqlite;
using Kairos.StateSchedules;
using Kairos.StateSchedules.Sets;
using Kairos.Stores;
using Microsoft.Extensions.Logging.Console;

namespace Kairos.Server;

/// <summary>Builds the server: the engine, the solutions, and REST around them, on the loopback address alone.</summary>
public static class ServerHost
{
    /// <summary>Makes a server; the caller runs it.</summary>
    public static WebApplication Build(ServerOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, options.Port);
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 4 << 20;
        });
        ConfigureLogging(builder, options);
        ConfigureServices(builder.Services, options);
        WebApplication app = builder.Build();

        // The container disposes what it has given out: asked for once, the data sources go with the host.
        _ = app.Services.GetRequiredService<StateDatabases>();
        app.UseExceptionHandler();
        app.MapOpenApi();
        app.MapHealth();
        app.MapNodes();
        app.MapJobs();
        app.MapRuns();
        app.MapTargets();
        if (options.Venue is not null)
        {
            app.MapSeats();
        }

        if (options.States.Count > 0)
        {
            app.MapStates();
            app.MapStatesPages();
            app.MapAssets();
        }

        return app;
    }

    private static void ConfigureLogging(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(c =>
        {
            c.SingleLine = true;
            c.TimestampFormat = "HH:mm:ss.fff ";
            c.ColorBehavior = Console.IsOutputRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);

        // A failed start is told by the exception, in words for people; the host would log its stack as well.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.SetMinimumLevel(options.LogLevel);
    }

    private static void ConfigureServices(IServiceCollection services, ServerOptions options)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, StatesJson.Default);

            // Chinese stays readable; the answers are JSON with a JSON content type, never inside HTML.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.Configure<RouteHandlerOptions>(static route => route.ThrowOnBadRequest = true);
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemHandler>();
        services.AddOpenApi();
        services.AddSingleton(_ => new Vault(KeyRing.Open(options.KeyPath)));
        StateDatabases databases = new();
        services.AddSingleton(_ => databases);
        services.AddKairos(kairos =>
        {
            kairos.Node = kairos.Node with { Name = options.NodeName };
            KairosBuilder stored = options.PostgreSql is { } database ? kairos.UsePostgreSql(database) : kairos.UseSqlite(options.Database);
            stored.AddDemoEcho();
            if (options.Venue is { } venue)
            {
                kairos.AddSeats(venue);
            }

            if (options.States.Count > 0)
            {
                kairos.AddStateSchedules(new StateSchedulesOptions { Mappings = options.States, Databases = databases.Of });
            }
        });
    }
}
