using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages.Rooms;

/// <summary>All that the page of a room shows to one who looks at it.</summary>
internal sealed record RoomSheet
{
    public required Room Room { get; init; }

    public required School School { get; init; }

    public required VenueMode Mode { get; init; }

    /// <summary>In the order of the plan.</summary>
    public required IReadOnlyList<SeatStanding> Standing { get; init; }

    /// <summary>Who looks: null without a session.</summary>
    public Student? Viewer { get; init; }

    /// <summary>For one reservation by hand; null when none can be made from this page.</summary>
    public string? Token { get; init; }

    /// <summary>The seat that the viewer has for the day, in whichever room.</summary>
    public Booking? Own { get; init; }

    public Seat? Selected { get; init; }

    /// <summary>What the reservation before this page was answered, or why the page came without a token.</summary>
    public Answer? Answer { get; init; }

    public Occupancy Occupancy => Occupancy.Of(Standing);

    public string Address => $"/rooms/{Room.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
