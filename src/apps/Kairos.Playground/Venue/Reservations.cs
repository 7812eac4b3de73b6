using System.Globalization;

namespace Kairos.Playground.Venue;

/// <summary>Who has which seat: one booking for each seat and day, one for each student and day.</summary>
/// <threadsafety>Safe for any number of threads: of all who want a seat at once, one gets it.</threadsafety>
internal sealed class Reservations(VenueClock clock, RoomPulses pulses)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SeatDay, Booking> _bookings = [];
    private readonly Dictionary<(string Student, VenueMode Mode, DateOnly Day), Booking> _ofStudents = [];
    private readonly Dictionary<SeatDay, SeatHold> _holds = [];
    private long _count;

    /// <summary>Books the seat unless the student has one, or the seat is held by somebody else, or taken.</summary>
    /// <returns><see cref="Answer.Done"/>, AlreadyBooked, Contended or Taken.</returns>
    public Answer Book(Student student, SeatDay place)
    {
        lock (_lock)
        {
            if (_ofStudents.ContainsKey((student.Name, place.Mode, place.Day)))
            {
                return Answer.AlreadyBooked;
            }

            if (_bookings.ContainsKey(place))
            {
                return Answer.Taken;
            }

            if (LivingHold_NeedsLock(place) is { } hold && !IsOf(hold, student.Name))
            {
                return Answer.Contended;
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"R{++_count:D6}");
            var booking = new Booking(id, place, student.Name, student.Rival, clock.Now);
            _holds.Remove(place);
            _bookings.Add(place, booking);
            _ofStudents.Add((student.Name, place.Mode, place.Day), booking);
        }

        pulses.Changed(place.Room);
        return Answer.Done;
    }

    /// <summary>Keeps the seat for one who is choosing it: until then nobody else can book it.</summary>
    /// <returns>Done, Contended or Taken.</returns>
    public Answer Hold(Student student, SeatDay place, TimeSpan span)
    {
        lock (_lock)
        {
            if (_bookings.ContainsKey(place))
            {
                return Answer.Taken;
            }

            if (LivingHold_NeedsLock(place) is { } hold && !IsOf(hold, student.Name))
            {
                return Answer.Contended;
            }

            _holds[place] = new SeatHold(student.Name, student.Rival, clock.Now + span);
        }

        pulses.Changed(place.Room);
        return Answer.Done;
    }

    public Booking? Of(string student, VenueMode mode, DateOnly day)
    {
        lock (_lock)
        {
            return _ofStudents.GetValueOrDefault((student, mode, day));
        }
    }

    public Booking? At(SeatDay place)
    {
        lock (_lock)
        {
            return _bookings.GetValueOrDefault(place);
        }
    }

    /// <summary>Gives a booking back.</summary>
    /// <returns>False when it does not stand any more.</returns>
    public bool GiveBack(Booking booking)
    {
        lock (_lock)
        {
            if (!_bookings.TryGetValue(booking.Place, out var standing) || standing != booking)
            {
                return false;
            }

            _bookings.Remove(booking.Place);
            _ofStudents.Remove((booking.Student, booking.Place.Mode, booking.Place.Day));
        }

        pulses.Changed(booking.Place.Room);
        return true;
    }

    /// <summary>How every seat of the room stands, in the order of the plan.</summary>
    public IReadOnlyList<SeatStanding> Standing(Room room, VenueMode mode, DateOnly day)
    {
        lock (_lock)
        {
            return [.. room.Map.Seats.Select(seat => Standing_NeedsLock(new SeatDay(room.Id, seat.Number, mode, day)))];
        }
    }

    public IReadOnlyList<Booking> All()
    {
        lock (_lock)
        {
            return [.. _bookings.Values.OrderBy(booking => booking.BookedAt)];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _bookings.Clear();
            _ofStudents.Clear();
            _holds.Clear();
        }

        pulses.AllChanged();
    }

    private static bool IsOf(SeatHold hold, string student) => string.Equals(hold.Student, student, StringComparison.Ordinal);

    private SeatStanding Standing_NeedsLock(SeatDay place)
    {
        if (_bookings.TryGetValue(place, out var booking))
        {
            return new SeatStanding(SeatState.Taken, booking.Student, booking.Rival);
        }

        return LivingHold_NeedsLock(place) is { } hold
            ? new SeatStanding(SeatState.Held, hold.Student, hold.Rival)
            : default;
    }

    private SeatHold? LivingHold_NeedsLock(SeatDay place)
    {
        if (!_holds.TryGetValue(place, out var hold))
        {
            return null;
        }

        if (clock.Now < hold.Until)
        {
            return hold;
        }

        _holds.Remove(place);
        return null;
    }

    private sealed record SeatHold(string Student, bool Rival, DateTimeOffset Until);
}
