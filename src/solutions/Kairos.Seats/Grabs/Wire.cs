using Kairos.Seats.Venues;

namespace Kairos.Seats.Grabs;

/// <summary>The codes that users and programs see.</summary>
internal static class Wire
{
    internal static string CodeOf(VenueCode code) => code switch
    {
        VenueCode.Booked => "booked",
        VenueCode.AlreadyBooked => "already-booked",
        VenueCode.SessionExpired => "session-expired",
        VenueCode.Unreachable => "unreachable",
        VenueCode.StalePage => "stale-page",
        VenueCode.Contended => "contended",
        VenueCode.Taken => "taken",
        VenueCode.NeedsHuman => "needs-human",
        VenueCode.Closed => "closed",
        VenueCode.Refused => "refused",
        VenueCode.NotOpenYet => "not-open-yet",
        _ => "unknown",
    };
}
