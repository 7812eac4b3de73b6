using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

internal sealed record DoorOrder(bool? Open);

internal sealed record HoldOrder(int? Room, int? Seat, string? Mode, int? Milliseconds);

internal sealed record ReleaseOrder(string? Student, int? Room, int? Seat, string? Mode);

/// <summary>Doors, seats held by a stranger, seats given back.</summary>
internal static class SeatsControl
{
    public static void MapSeats(this IEndpointRouteBuilder control)
    {
        control.MapPost("/rooms/{id:int}", SetDoorAsync);
        control.MapPost("/holds", HoldAsync);
        control.MapPost("/release", ReleaseAsync);
    }

    private static async Task<IResult> SetDoorAsync(int id, HttpContext context, Site site)
    {
        var order = await context.ReadBodyAsync(ControlJson.Web.DoorOrder);
        if (site.Catalogue.Room(id) is not { } room)
        {
            return Replies.NotFound($"There is no room {id}: GET /api/schools/ecut lists some.");
        }

        if (order?.Open is not { } open)
        {
            return Replies.BadRequest("Send {\"open\": true} or {\"open\": false}.");
        }

        room.Open = open;
        site.Pulses.Changed(id);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> HoldAsync(HttpContext context, Site site, FrontDesk desk)
    {
        var order = await context.ReadBodyAsync(ControlJson.Web.HoldOrder);
        if (order?.Milliseconds is not > 0 || Place(site, order.Room, order.Seat, order.Mode) is not { } place)
        {
            return Replies.BadRequest("Send {\"room\": 1141, \"seat\": 46, \"milliseconds\": 3000}: a seat there is, and how long to hold it.");
        }

        var stranger = site.Sessions.Enrol(Sessions.RivalPrefix, 1)[0];
        var visit = site.Record.Arrive(Routes.Hold);
        var answer = desk.Hold(stranger, place, TimeSpan.FromMilliseconds(order.Milliseconds.Value), visit);
        site.Record.Close(visit);
        return Replies.Of(answer);
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, Site site, FrontDesk desk)
    {
        var order = await context.ReadBodyAsync(ControlJson.Web.ReleaseOrder);
        var mode = RequestReading.ToMode(order?.Mode) ?? site.Options.Mode;
        var place = Place(site, order?.Room, order?.Seat, order?.Mode);
        if (order?.Student is null && place is null)
        {
            return Replies.BadRequest("Send {\"student\": \"s001\"} or {\"room\": 1141, \"seat\": 46}; \"mode\" may be added.");
        }

        var booking = place is { } seat
            ? site.Reservations.At(seat)
            : site.Reservations.Of(order!.Student!, mode, site.DayOf(mode));
        var visit = site.Record.Arrive(Routes.Release);
        var answer = desk.GiveBack(booking, visit);
        site.Record.Close(visit);
        return answer == Answer.Done ? Replies.Say(0, "退座成功") : Replies.Of(answer);
    }

    private static SeatDay? Place(Site site, int? room, int? seat, string? mode)
    {
        var chosen = RequestReading.ToMode(mode) ?? site.Options.Mode;
        return site.Catalogue.Room(room ?? 0)?.Map.Numbered(seat ?? 0) is { } known
            ? new SeatDay(room!.Value, known.Number, chosen, site.DayOf(chosen))
            : null;
    }
}
