using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Api;

internal sealed record RoomView(
    int Id, string School, string Name, string Floor, bool Open, IReadOnlyList<SeatView> Seats);

/// <param name="State">free, held or taken.</param>
internal sealed record SeatView(int Number, string At, string State);

internal sealed record PageRequest(string? Mode);

/// <summary>The page of a room: what GET shows, and the token that one reservation request needs.</summary>
internal sealed record PageReply(int Code, string Token, RoomView Room);

/// <summary>Rooms and their pages.</summary>
internal static class RoomsApi
{
    public static void MapRooms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/rooms/{id:int}", Show).CarriedAs(Routes.Room);
        app.MapPost("/api/rooms/{id:int}/page", OpenPageAsync).CarriedAs(Routes.Page);
    }

    private static IResult Show(int id, string? mode, HttpContext context, Site site, FrontDesk desk)
    {
        var visit = context.Visit();
        visit.Room = id;

        // Nobody needs a session to look; a session that looks too often is counted all the same.
        desk.Admit(context.SessionCookies(), visit);
        return site.Catalogue.Room(id) is { } room
            ? TypedResults.Json(View(site, room, RequestReading.ToMode(mode) ?? site.Options.Mode), ApiJson.Web.RoomView)
            : NoSuchRoom(id);
    }

    private static async Task<IResult> OpenPageAsync(int id, HttpContext context, Site site, FrontDesk desk)
    {
        var visit = context.Visit();
        visit.Room = id;
        if (site.Catalogue.Room(id) is not { } room)
        {
            return NoSuchRoom(id);
        }

        var request = await context.ReadBodyAsync(ApiJson.Web.PageRequest);
        var mode = RequestReading.ToMode(request?.Mode);
        var (answer, token) = desk.OpenPage(context.SessionCookies(), room, mode, visit);
        return answer == Answer.Done
            ? TypedResults.Json(new PageReply(0, token!, View(site, room, mode!.Value)), ApiJson.Web.PageReply)
            : Replies.Of(answer);
    }

    private static IResult NoSuchRoom(int id) => Replies.NotFound($"没有这间阅览室：{id}");

    private static RoomView View(Site site, Room room, VenueMode mode)
    {
        var standing = site.Reservations.Standing(room, mode, site.DayOf(mode));
        var seats = room.Map.Seats.Select((seat, index) => new SeatView(seat.Number, seat.At, Word(standing[index].State)));
        return new RoomView(room.Id, room.School, room.Name, room.Floor, room.Open, [.. seats]);
    }

    private static string Word(SeatState state) => state switch
    {
        SeatState.Free => "free",
        SeatState.Held => "held",
        _ => "taken",
    };
}
