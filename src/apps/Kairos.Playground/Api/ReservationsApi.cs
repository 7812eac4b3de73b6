using Kairos.Playground.Network;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Api;

/// <param name="Seat">The place on the plan, "x,y".</param>
internal sealed record ReserveRequest(int? Room, string? Seat, string? Mode, string? Token);

internal sealed record MineReply(int Code, ReservationView? Reservation);

/// <param name="BookedAt">By the venue's clock, UTC.</param>
internal sealed record ReservationView(string Id, int Room, int Seat, string At, string Mode, string BookedAt);

/// <summary>Reserving a seat, looking after one's own, giving it back.</summary>
internal static class ReservationsApi
{
    public static void MapReservations(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/reservations", ReserveAsync).CarriedAs(Routes.Reserve);
        app.MapGet("/api/reservations/mine", Mine).CarriedAs(Routes.Mine);
        app.MapDelete("/api/reservations/mine", GiveBack).CarriedAs(Routes.Release);
    }

    private static async Task<IResult> ReserveAsync(HttpContext context, FrontDesk desk)
    {
        // A body that cannot be read is a wish for nothing: it goes the same way and ends as 参数不正确.
        var request = await context.ReadBodyAsync(ApiJson.Web.ReserveRequest);
        var wish = new SeatWish(
            request?.Room ?? 0, request?.Seat ?? "", RequestReading.ToMode(request?.Mode), request?.Token ?? "");
        return Replies.Of(desk.Reserve(context.SessionCookies(), wish, context.Visit()));
    }

    private static IResult Mine(string? mode, HttpContext context, Site site, FrontDesk desk)
    {
        var (answer, booking) = desk.Mine(context.SessionCookies(), RequestReading.ToMode(mode), context.Visit());
        return answer == Answer.Done
            ? TypedResults.Json(new MineReply(0, booking is null ? null : View(site, booking)), ApiJson.Web.MineReply)
            : Replies.Of(answer);
    }

    private static IResult GiveBack(string? mode, HttpContext context, FrontDesk desk)
    {
        var answer = desk.GiveBack(context.SessionCookies(), RequestReading.ToMode(mode), context.Visit());
        return answer == Answer.Done ? Replies.Say(0, "退座成功") : Replies.Of(answer);
    }

    private static ReservationView View(Site site, Booking booking)
    {
        var seat = site.Catalogue.Room(booking.Place.Room)!.Map.Numbered(booking.Place.Seat)!;
        return new ReservationView(
            booking.Id, booking.Place.Room, seat.Number, seat.At, booking.Place.Mode.ToText(), Instants.ToText(booking.BookedAt));
    }
}
