using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

/// <param name="Arrival">Microseconds since 1970 by the venue's clock.</param>
/// <param name="SinceOpeningUs">Microseconds after the opening that ran or else was next; negative before it.</param>
/// <param name="Fault">error, request-lost, answer-lost, or null.</param>
internal sealed record ArrivalLine(
    long Seq,
    long Arrival,
    string? Student,
    bool Rival,
    string Route,
    int? Room,
    int? Seat,
    string? Mode,
    int? Code,
    string? Fault,
    long SinceOpeningUs);

/// <param name="At">The place on the plan, "x,y".</param>
internal sealed record BookingLine(
    int Room, int Seat, string Student, bool Rival, string At, string Mode, string Day, string BookedAt);

/// <param name="DoubleBooked">Counted from the record, not from the bookings.</param>
/// <param name="Early">Reservation requests for tomorrow that arrived before the opening.</param>
internal sealed record StateView(
    string Now, string OpensAt, bool Open, IReadOnlyList<BookingLine> Bookings, int DoubleBooked, int Early);

/// <summary>What happened, by the venue's own record.</summary>
internal static class RecordControl
{
    public static void MapRecord(this IEndpointRouteBuilder control)
    {
        control.MapGet("/record", ShowRecord);
        control.MapGet("/state", ShowState);
        control.MapPost("/reset", Reset);
    }

    private static JsonHttpResult<IReadOnlyList<ArrivalLine>> ShowRecord(Site site, long after = 0) =>
        TypedResults.Json<IReadOnlyList<ArrivalLine>>(
            [.. site.Record.After(after).Select(Line)], ControlJson.Web.IReadOnlyListArrivalLine);

    private static JsonHttpResult<StateView> ShowState(Site site)
    {
        var visits = site.Record.After(0);
        var round = site.Round;
        var state = new StateView(
            Instants.ToText(site.Clock.Now),
            Instants.ToText(round.OpensAt),
            round.IsOpen,
            [.. site.Reservations.All().Select(booking => Line(site, booking))],
            Audit.DoubleBooked(visits),
            Audit.Early(visits));
        return TypedResults.Json(state, ControlJson.Web.StateView);
    }

    private static NoContent Reset(Site site, Rivals rivals)
    {
        rivals.CallOff();
        site.Reset();
        return TypedResults.NoContent();
    }

    private static ArrivalLine Line(Visit visit) => new(
        visit.Seq,
        VenueClock.ToMicroseconds(visit.Arrival),
        visit.Student,
        visit.Rival,
        visit.Route,
        visit.Room,
        visit.Seat,
        visit.Mode?.ToText(),
        (int?)visit.Answer,
        visit.Fault,
        visit.SinceOpening);

    private static BookingLine Line(Site site, Booking booking) => new(
        booking.Place.Room,
        booking.Place.Seat,
        booking.Student,
        booking.Rival,
        site.Catalogue.Room(booking.Place.Room)!.Map.Numbered(booking.Place.Seat)!.At,
        booking.Place.Mode.ToText(),
        booking.Place.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Instants.ToText(booking.BookedAt));
}
