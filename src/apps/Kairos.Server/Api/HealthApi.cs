using System.Reflection;
using Kairos.Hosting;

namespace Kairos.Server.Api;

/// <summary>Whether the server works, and what it is.</summary>
internal static class HealthApi
{
    internal static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/health", Show).WithTags("Server").WithSummary("Health, version, store, kinds");

    private static HealthWire Show(KairosEngine engine) => new(
        "ok",
        typeof(HealthApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        engine.StoreDescription,
        [.. engine.Kinds.Order(StringComparer.Ordinal)],
        engine.ArmedCount,
        engine.Clock.Now.ToString());
}
