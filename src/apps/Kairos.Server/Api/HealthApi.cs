using System.Reflection;
using Kairos.Hosting;

namespace Kairos.Server.Api;

/// <summary>Whether the server works, what it is, and whether a balancer is to send it requests.</summary>
internal static class HealthApi
{
    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder health = app.MapGroup("/health").WithTags("Server");
        health.MapGet("", Show).WithSummary("Health, version, store, node, kinds");
        health.MapGet("ready", ShowReady)
            .Produces<ReadyWire>()
            .Produces<ReadyWire>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("For balancers: 200 while this node takes its part, 503 while it drains");
    }

    private static HealthWire Show(KairosEngine engine) => new(
        "ok",
        typeof(HealthApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        engine.StoreDescription,
        engine.NodeNumber,
        engine.IsDraining,
        [.. engine.Kinds.Order(StringComparer.Ordinal)],
        engine.ArmedCount,
        engine.Clock.Now.ToString());

    // It still answers whoever asks: a request that is under way, or a balancer that was not told yet, is served.
    private static IResult ShowReady(KairosEngine engine) => engine.IsDraining
        ? TypedResults.Json(new ReadyWire("draining", engine.NodeNumber), ServerJson.Default.ReadyWire, statusCode: StatusCodes.Status503ServiceUnavailable)
        : TypedResults.Ok(new ReadyWire("ready", engine.NodeNumber));
}
