using Kairos.Playground.Api;
using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

/// <summary>The way to the venue and its clock. In a request, what is absent stays as it is.</summary>
internal sealed record FaultSettings(double? ErrorShare, double? DropShare, double? LatencyMs, double? JitterMs, double? OffsetMs);

/// <summary>Changes latency, faults and the clock while the venue runs.</summary>
internal static class FaultsControl
{
    private const double FarthestMs = 86_400_000;

    public static void MapFaults(this IEndpointRouteBuilder control) => control.MapPost("/faults", ChangeAsync);

    private static async Task<IResult> ChangeAsync(HttpContext context, Site site, Weather weather)
    {
        if (await context.ReadBodyAsync(ControlJson.Web.FaultSettings) is not { } wanted)
        {
            return Replies.BadRequest("Send any of {\"errorShare\": 0.1, \"dropShare\": 0.1, \"latencyMs\": 20, \"jitterMs\": 10, \"offsetMs\": -2300}.");
        }

        if (!IsMilliseconds(wanted.LatencyMs) || !IsMilliseconds(wanted.JitterMs) || !IsMilliseconds(wanted.OffsetMs))
        {
            return Replies.BadRequest("latencyMs, jitterMs and offsetMs are milliseconds, at most a day of them.");
        }

        var before = weather.Conditions;
        var after = new NetworkConditions(
            Span(wanted.LatencyMs) ?? before.Latency,
            Span(wanted.JitterMs) ?? before.Jitter,
            wanted.ErrorShare ?? before.ErrorShare,
            wanted.DropShare ?? before.DropShare);
        var offset = Span(wanted.OffsetMs) ?? site.Clock.Offset;
        if (!after.IsServable)
        {
            return Replies.BadRequest(
                "errorShare and dropShare are 0 to 1, also together; latencyMs is 0 to 60000; jitterMs is 0 to latencyMs: send it along.");
        }

        weather.Conditions = after;
        site.Clock.Offset = offset;
        return TypedResults.Json(
            new FaultSettings(
                after.ErrorShare,
                after.DropShare,
                after.Latency.TotalMilliseconds,
                after.Jitter.TotalMilliseconds,
                offset.TotalMilliseconds),
            ControlJson.Web.FaultSettings);
    }

    private static bool IsMilliseconds(double? number) => number is null or (>= -FarthestMs and <= FarthestMs);

    private static TimeSpan? Span(double? milliseconds) =>
        milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
