using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Grabs;

/// <summary>Goes through a grab's candidates in order: candidate 1, then 2, then 3, then the fallback, to the first end.</summary>
internal sealed class Booking(IVenue venue, GrabCalls calls, SeatCatalogue catalogue, GrabRecord record)
{
    private Pages? _pages;

    internal required GrabPayload Payload { get; init; }

    internal required SessionCookies Session { get; init; }

    private Pages Pages => _pages ??= new Pages(venue, calls, Session, Payload.Mode);

    /// <summary>Opens the pages of the rooms that are tried first, so that tokens and connections are there at the opening. An ending when it is clear already.</summary>
    internal async ValueTask<Ending?> PrepareAsync(CancellationToken ct)
    {
        SeatSelection selection = Selection();
        foreach (int room in selection.Tries.Select(t => RoomsOf(selection, t).FirstOrDefault()).Where(r => r > 0).Distinct())
        {
            VenueAnswer? fault = await Pages.OpenAsync(room, ct);
            if (fault is { Code: VenueCode.SessionExpired or VenueCode.NeedsHuman or VenueCode.Refused })
            {
                return new Ending(Wire.CodeOf(fault.Code), fault.Text);
            }
        }

        return null;
    }

    internal async ValueTask<Ending> RunAsync(CancellationToken ct)
    {
        SeatSelection selection = Selection();
        SeatTries tries = new(venue, calls, catalogue, record) { Pages = Pages, Session = Session, Mode = Payload.Mode };
        Ending? last = null;
        foreach (SeatTry attempt in selection.Tries)
        {
            foreach (int room in RoomsOf(selection, attempt))
            {
                Ending? ending = await tries.RunAsync(selection, attempt, room, ct);
                if (ending is { Code: not ("taken" or "contended" or "closed" or "stale-page" or "unreachable" or "unknown") })
                {
                    return ending;
                }

                last = ending ?? last;
                if (calls.IsOver)
                {
                    return last ?? new Ending("unreachable", "The time of the grab was over.");
                }
            }
        }

        return last ?? new Ending("taken", "No free seat that the command allows was found.");
    }

    private SeatSelection Selection() => new(Payload.Candidates, Payload.FallbackAny);

    // A named room as it is; where any would do, in an order of chance, the same for preparation and run.
    private int[] RoomsOf(SeatSelection selection, SeatTry attempt)
    {
        int[] rooms = [.. selection.Rooms(attempt, catalogue.Rooms(Payload.School).Select(r => r.Id))];
        if (attempt.Room is null)
        {
            new Random(calls.Chance ^ (attempt.Pair ?? -1)).Shuffle(rooms);
        }

        return rooms;
    }
}
