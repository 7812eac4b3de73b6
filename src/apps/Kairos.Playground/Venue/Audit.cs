namespace Kairos.Playground.Venue;

/// <summary>Judges from the record alone, without asking the reservations.</summary>
internal static class Audit
{
    /// <summary>Reservation requests for the next day that arrived before the opening.</summary>
    public static int Early(IEnumerable<Visit> visits) =>
        visits.Count(visit => visit is { Route: Routes.Reserve, Mode: VenueMode.Tomorrow, SinceOpening: < 0 });

    /// <summary>How many bookings there are too many: successes less the seats given back, above one for a seat and day.</summary>
    public static int DoubleBooked(IEnumerable<Visit> visits) =>
        visits.Where(visit => visit is { Answer: Answer.Done, Seat: not null, Day: not null })
            .GroupBy(visit => new SeatDay(visit.Room!.Value, visit.Seat!.Value, visit.Mode!.Value, visit.Day!.Value))
            .Sum(seat => Math.Max(0, seat.Sum(Weight) - 1));

    private static int Weight(Visit visit) => visit.Route switch
    {
        Routes.Reserve => 1,
        Routes.Release => -1,
        _ => 0,
    };
}
