using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;
using Kairos.Time;

namespace Kairos.Seats.Grabs;

/// <summary>Tries seats of one room for one candidate, within the venue's limits.</summary>
internal sealed class SeatTries(IVenue venue, GrabCalls calls, SeatCatalogue catalogue, GrabRecord record)
{
    // The first booking of a grab goes with the slot that its gate reserved; each further request draws its own.
    private bool _slotUsed;

    internal required Pages Pages { get; init; }

    internal required SessionCookies Session { get; init; }

    internal required SeatMode Mode { get; init; }

    internal async ValueTask<Ending?> RunAsync(SeatSelection selection, SeatTry attempt, int room, CancellationToken ct)
    {
        Ending? last = null;
        HashSet<int> tried = [];
        int most = attempt.Seat is null ? calls.Options.MostSeatsPerRoom : 1;
        while (tried.Count < most)
        {
            (VenuePage? page, Ending? fault) = await PageAsync(room, ct);
            if (page is null)
            {
                return fault;
            }

            if (Choose(selection, attempt, page.Room!, tried) is not { } seat)
            {
                return last ?? new Ending("taken", "No free seat that the command allows in this room.");
            }

            tried.Add(seat);
            last = await BookAsync(attempt, new RoomSeat(room, seat), ct);
            if (last.Code is not ("taken" or "contended"))
            {
                return last;
            }
        }

        return last;
    }

    // A named seat as it is, whatever the page shows: the page may be older than the opening. Else one of the free ones.
    private static int? Choose(SeatSelection selection, SeatTry attempt, VenueRoom room, HashSet<int> tried)
    {
        if (attempt.Seat is { } named)
        {
            return tried.Contains(named) || !selection.Allows(attempt, room.Id, named) ? null : named;
        }

        int[] free = [.. room.Seats.Where(s => s.Free && !tried.Contains(s.Number) && selection.Allows(attempt, room.Id, s.Number)).Select(s => s.Number)];
        return free.Length == 0 ? null : free[Random.Shared.Next(free.Length)];
    }

    private async ValueTask<(VenuePage? Page, Ending? Fault)> PageAsync(int room, CancellationToken ct)
    {
        Backoff backoff = new(calls);
        while (Pages.Find(room) is null)
        {
            VenueAnswer? fault = await Pages.OpenAsync(room, ct);
            if (fault is not null && (!IsUnclear(fault.Code) || !await backoff.WaitAsync(ct)))
            {
                return (null, new Ending(Wire.CodeOf(fault.Code), fault.Text));
            }
        }

        return (Pages.Find(room), null);
    }

    private async ValueTask<Ending> BookAsync(SeatTry attempt, RoomSeat seat, CancellationToken ct)
    {
        Backoff backoff = new(calls);
        (int refetches, int contended, bool unclear) = (0, 0, false);
        while (true)
        {
            VenueAnswer answer = await AskAsync(attempt, seat, ct);
            switch (answer.Code)
            {
                case VenueCode.Booked:
                case VenueCode.AlreadyBooked:
                    return await ConfirmAsync(answer, seat, unclear, ct);
                case VenueCode.StalePage when refetches++ < calls.Options.MostRefetches:
                    break;
                case VenueCode.Contended when ++contended < calls.Options.MostContended && !calls.IsOver:
                    await Task.Delay(calls.Options.ContendedWait, calls.Time, ct);
                    break;
                case VenueCode.NotOpenYet when !calls.IsOver:
                    // Never by our clock's doing; the venue may open within a range.
                    await Task.Delay(calls.Options.UnclearWait, calls.Time, ct);
                    break;
                case VenueCode.Unreachable or VenueCode.Unknown:
                    unclear = true;
                    if (!await backoff.WaitAsync(ct))
                    {
                        return new Ending(Wire.CodeOf(answer.Code), answer.Text);
                    }

                    break;
                default:
                    return new Ending(Wire.CodeOf(answer.Code), answer.Text);
            }
        }
    }

    private async ValueTask<VenueAnswer> AskAsync(SeatTry attempt, RoomSeat seat, CancellationToken ct)
    {
        if (Pages.Find(seat.Room) is null && await Pages.OpenAsync(seat.Room, ct) is { } fault)
        {
            return fault;
        }

        VenuePage page = Pages.Find(seat.Room)!;
        string? place = page.Room!.Seats.FirstOrDefault(s => s.Number == seat.Seat)?.Place ?? catalogue.Place(seat.Room, seat.Seat);
        if (place is null)
        {
            return new VenueAnswer(VenueCode.Taken, $"Room {seat.Room} has no seat {seat.Seat}.");
        }

        if (_slotUsed)
        {
            await calls.SlotAsync(ct);
        }

        _slotUsed = true;
        Instant sent = calls.Now;
        long begun = calls.Time.GetTimestamp();
        VenueAnswer answer = await venue.ReserveAsync(Session, new SeatRequest(seat.Room, place, Mode, page.Token!), ct);
        record.Add((attempt.Pair ?? -1) + 1, seat, sent, calls.Time.GetElapsedTime(begun), answer);
        if (answer.Code != VenueCode.Contended)
        {
            Pages.Drop(seat.Room);
        }

        return answer;
    }

    // Success is told only after the venue was asked for the reservation itself.
    private async ValueTask<Ending> ConfirmAsync(VenueAnswer answer, RoomSeat seat, bool unclear, CancellationToken ct)
    {
        const int MostReadBacks = 3;
        for (int i = 0; i < MostReadBacks; i++)
        {
            await calls.SlotAsync(ct);
            VenueReservationAnswer read = await venue.FindReservationAsync(Session, Mode, ct);
            if (read.Reservation is { } found)
            {
                RoomSeat held = new(found.Room, found.Seat);

                // "Already" after an answer that got lost: it is the seat we asked for, so that request had booked it.
                bool ours = answer.Code == VenueCode.Booked || (unclear && held == seat);
                return new Ending(ours ? "booked" : "already-booked", answer.Text, held);
            }

            await Task.Delay(calls.Options.UnclearWait, calls.Time, ct);
        }

        return new Ending("unconfirmed", $"The venue said '{answer.Text}', but shows no reservation: look at the venue yourself.");
    }

    private static bool IsUnclear(VenueCode code) => code is VenueCode.Unreachable or VenueCode.Unknown or VenueCode.StalePage;
}
