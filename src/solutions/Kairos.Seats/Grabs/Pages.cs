using Kairos.Seats.Commands;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Grabs;

/// <summary>The page tokens of one grab: each is good for one booking.</summary>
internal sealed class Pages(IVenue venue, GrabCalls calls, SessionCookies session, SeatMode mode)
{
    private readonly Dictionary<int, VenuePage> _open = [];

    /// <summary>Fetches a room's page; the answer says why when it could not be opened.</summary>
    internal async ValueTask<VenueAnswer?> OpenAsync(int room, CancellationToken ct)
    {
        await calls.SlotAsync(ct);
        VenuePage page = await venue.OpenPageAsync(session, room, mode, ct);
        if (page.Answer is null)
        {
            _open[room] = page;
        }

        return page.Answer;
    }

    /// <summary>The page that is at hand; null when one has to be fetched.</summary>
    internal VenuePage? Find(int room) => _open.GetValueOrDefault(room);

    /// <summary>Its token was used.</summary>
    internal void Drop(int room) => _open.Remove(room);
}
