using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Api;

/// <summary>The cheapest request: nothing but a Date header. It needs no session and counts towards no limit.</summary>
internal static class ClockApi
{
    public static void MapClock(this IEndpointRouteBuilder app) =>
        app.MapMethods("/api/clock", [HttpMethods.Get, HttpMethods.Head], () => TypedResults.NoContent()).CarriedAs(Routes.Clock);
}
