namespace Kairos.Playground.Venue;

/// <summary>A wish for a seat, as it came: nothing in it is checked yet.</summary>
internal sealed record SeatWish(int Room, string Place, VenueMode? Mode, string Token);

/// <summary>Whether a request is let in: as whom, and if not, with which answer.</summary>
internal readonly record struct Admission(Student? Student, Answer? Refusal);

/// <summary>
/// Handles what students ask for. People in browsers, programs and rivals all come through here. Each request ends
/// with an answer that also stands in its visit.
/// </summary>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class FrontDesk(Site site)
{
    /// <summary>Tells who it is, and counts the request.</summary>
    public Admission Admit(SessionCookies cookies, Visit visit)
    {
        if (site.Sessions.Find(cookies) is not { } student)
        {
            return new Admission(null, Answer.SessionExpired);
        }

        visit.Is(student);
        return new Admission(student, site.RateLimit.Admits(student) ? null : Answer.CaptchaDemanded);
    }

    /// <summary>Gives out the page of a room with a fresh token.</summary>
    /// <returns>Done with the token; SessionExpired, CaptchaDemanded, StalePage (no mode) or RoomClosed without.</returns>
    public (Answer Answer, string? Token) OpenPage(SessionCookies cookies, Room room, VenueMode? mode, Visit visit)
    {
        (visit.Room, visit.Mode) = (room.Id, mode);
        var admission = Admit(cookies, visit);
        var refusal = admission.Refusal ?? (mode is null ? Answer.StalePage : room.Open ? null : Answer.RoomClosed);
        visit.Answer = refusal ?? Answer.Done;
        return refusal is { } answer
            ? (answer, null)
            : (Answer.Done, site.Tokens.Issue(admission.Student!.Name, room.Id, mode!.Value));
    }

    /// <summary>Reserves a seat. The token is used up by every answer but <see cref="Answer.Contended"/>.</summary>
    public Answer Reserve(SessionCookies cookies, SeatWish wish, Visit visit)
    {
        var room = site.Catalogue.Room(wish.Room);
        var seat = room?.Map.At(wish.Place);
        (visit.Room, visit.Seat, visit.Mode) = (wish.Room, seat?.Number, wish.Mode);
        var answer = Decide(Admit(cookies, visit), wish, room, seat, visit);
        visit.Answer = answer;
        return answer;
    }

    /// <summary>The student's own reservation.</summary>
    /// <returns>Done with or without a booking, SessionExpired, CaptchaDemanded or StalePage (no mode).</returns>
    public (Answer Answer, Booking? Booking) Mine(SessionCookies cookies, VenueMode? mode, Visit visit)
    {
        visit.Mode = mode;
        var admission = Admit(cookies, visit);
        var refusal = admission.Refusal ?? (mode is null ? Answer.StalePage : null);
        visit.Answer = refusal ?? Answer.Done;
        return refusal is { } answer
            ? (answer, null)
            : (Answer.Done, site.Reservations.Of(admission.Student!.Name, mode!.Value, site.DayOf(mode.Value)));
    }

    /// <summary>Gives the student's own reservation back.</summary>
    /// <returns>Done, NothingToGiveBack, SessionExpired, CaptchaDemanded or StalePage (no mode).</returns>
    public Answer GiveBack(SessionCookies cookies, VenueMode? mode, Visit visit)
    {
        var (answer, booking) = Mine(cookies, mode, visit);
        return answer == Answer.Done ? GiveBack(booking, visit) : answer;
    }

    /// <summary>Gives a reservation back, whosever it is.</summary>
    public Answer GiveBack(Booking? booking, Visit visit)
    {
        if (booking is null || !site.Reservations.GiveBack(booking))
        {
            visit.Answer = Answer.NothingToGiveBack;
            return Answer.NothingToGiveBack;
        }

        visit.Student = booking.Student;
        visit.Rival = booking.Rival;
        visit.Concerns(booking.Place);
        visit.Answer = Answer.Done;
        return Answer.Done;
    }

    /// <summary>Holds a seat while it is chosen. Only rivals and the control plane do that.</summary>
    public Answer Hold(Student student, SeatDay place, TimeSpan span, Visit visit)
    {
        visit.Is(student);
        visit.Concerns(place);
        var answer = site.Reservations.Hold(student, place, span);
        visit.Answer = answer;
        return answer;
    }

    private Answer Decide(Admission admission, SeatWish wish, Room? room, Seat? seat, Visit visit)
    {
        if (admission.Student is not { } student)
        {
            return Answer.SessionExpired;
        }

        var pass = site.Tokens.Take(wish.Token, student.Name);
        // By the arrival, not by the time of handling: what came early stays early however slow the venue is.
        var early = wish.Mode == VenueMode.Tomorrow && visit.SinceOpening < 0;
        if ((admission.Refusal ?? Bar(student, early)) is { } refusal)
        {
            return refusal;
        }

        if (pass is null || pass.Room != wish.Room || pass.Mode != wish.Mode || room is null)
        {
            return Answer.StalePage;
        }

        if (!room.Open)
        {
            return Answer.RoomClosed;
        }

        if (seat is null)
        {
            return Answer.NoSuchSeat;
        }

        var place = new SeatDay(room.Id, seat.Number, pass.Mode, site.Opening.DayOf(pass.Mode, visit.Arrival));
        visit.Day = place.Day;
        var answer = site.Reservations.Book(student, place);
        if (answer == Answer.Contended)
        {
            site.Tokens.Return(pass);
        }

        return answer;
    }

    private static Answer? Bar(Student student, bool early) =>
        student.Blacklisted ? Answer.Blacklisted : early ? Answer.TooEarly : null;
}
