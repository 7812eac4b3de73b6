using Kairos.Seats.Commands;

namespace Kairos.Seats.Venues;

/// <summary>The contract of an adapter: how one booking site is asked. Used only where its operator allows automation.</summary>
/// <remarks>
/// An adapter says what the site answered, in the closed set of <see cref="VenueCode"/>, and decides nothing: limits,
/// budgets, retries and the order of candidates are the caller's. It waits for no slot, follows no redirect, solves no
/// captcha and shows itself by an honest user agent. Anything it can't place is <see cref="VenueCode.Unknown"/> with the
/// site's words; a failed or timed-out call is <see cref="VenueCode.Unreachable"/>, not an exception.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public interface IVenue
{
    /// <summary>A cheap resource whose answers carry a Date header.</summary>
    Uri ClockResource { get; }

    /// <summary>A school with its rooms; null when the site does not know it.</summary>
    /// <exception cref="HttpRequestException">The site did not answer.</exception>
    ValueTask<VenueSchool?> FindSchoolAsync(string code, CancellationToken ct);

    /// <summary>A room with its seats; null when the site does not know it.</summary>
    /// <exception cref="HttpRequestException">The site did not answer.</exception>
    ValueTask<VenueRoom?> FindRoomAsync(int room, CancellationToken ct);

    /// <summary>Opens a room's page as the user: its token and seats, or why not.</summary>
    ValueTask<VenuePage> OpenPageAsync(SessionCookies session, int room, SeatMode mode, CancellationToken ct);

    /// <summary>Asks for a seat as the user.</summary>
    ValueTask<VenueAnswer> ReserveAsync(SessionCookies session, SeatRequest request, CancellationToken ct);

    /// <summary>The user's reservation: the read-back.</summary>
    ValueTask<VenueReservationAnswer> FindReservationAsync(SessionCookies session, SeatMode mode, CancellationToken ct);
}
