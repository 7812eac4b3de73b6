using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

/// <summary>What a rehearsal is directed by. Not delayed, not on record.</summary>
internal static class ControlPlane
{
    public static void MapControl(this IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/control").AddEndpointFilter<RouteGroupBuilder, ControlKey>();
        control.MapSessions();
        control.MapSeats();
        control.MapOpening();
        control.MapRivals();
        control.MapFaults();
        control.MapRecord();
    }
}
