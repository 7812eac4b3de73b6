using System.Collections.Immutable;
using Kairos.Seats.Commands;

namespace Kairos.Seats.Venues;

/// <summary>What a venue's answer means. The names, in kebab case, are the outcome codes that users and programs see.</summary>
public enum VenueCode
{
    /// <summary>The seat is ours.</summary>
    Booked,

    /// <summary>The user has a seat already.</summary>
    AlreadyBooked,

    /// <summary>The session is not valid any more.</summary>
    SessionExpired,

    /// <summary>No answer, or none in time: what was asked may have happened.</summary>
    Unreachable,

    /// <summary>The page token is used up or of another page: fetch the page again.</summary>
    StalePage,

    /// <summary>Someone else is choosing this seat just now.</summary>
    Contended,

    /// <summary>The seat is somebody else's.</summary>
    Taken,

    /// <summary>The venue wants to see a person.</summary>
    NeedsHuman,

    /// <summary>The room is closed.</summary>
    Closed,

    /// <summary>The venue refuses this user.</summary>
    Refused,

    /// <summary>The opening instant has not come by the venue's clock.</summary>
    NotOpenYet,

    /// <summary>Anything else; the words are kept.</summary>
    Unknown,
}

/// <summary>An answer with the venue's own words.</summary>
public sealed record VenueAnswer(VenueCode Code, string Text);

/// <summary>A room's page, or why it was not opened.</summary>
/// <param name="Token">Valid once, for one room and mode; null where the page was not opened.</param>
/// <param name="Room">The room as the page shows it.</param>
/// <param name="Answer">Why not, where it was not opened.</param>
public sealed record VenuePage(string? Token, VenueRoom? Room, VenueAnswer? Answer);

/// <summary>What a booking asks for.</summary>
/// <param name="Room">The room's id.</param>
/// <param name="Place">The seat's coordinate, as the venue books it.</param>
/// <param name="Mode">For which day.</param>
/// <param name="Token">Of the room's page.</param>
public sealed record SeatRequest(int Room, string Place, SeatMode Mode, string Token);

/// <summary>The user's reservation, null when there is none, or why it could not be told.</summary>
public sealed record VenueReservationAnswer(VenueReservation? Reservation, VenueAnswer? Fault);

/// <summary>A reservation as the venue shows it.</summary>
public sealed record VenueReservation(int Room, int Seat, string Place);

/// <summary>A school as the venue shows it. The opening is a local time of its zone.</summary>
public sealed record VenueSchool(string Code, string Name, string Zone, TimeOnly OpensAt, SeatMode Mode, ImmutableArray<VenueRoom> Rooms);

/// <summary>A room; without seats where the venue listed only the school.</summary>
public sealed record VenueRoom(int Id, string Name, string Floor, bool Open, int SeatCount, ImmutableArray<VenueSeat> Seats);

/// <summary>A seat: people speak in numbers, the venue books by place.</summary>
public sealed record VenueSeat(int Number, string Place, bool Free);
