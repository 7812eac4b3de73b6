using System.Runtime.InteropServices;
using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages;

/// <summary>How many seats there are, and how many of them are held and taken.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Occupancy(int Seats, int Held, int Taken)
{
    public static Occupancy None => default;

    public int Free => Seats - Held - Taken;

    public static Occupancy Of(Site site, Room room, VenueMode mode) =>
        Of(site.Reservations.Standing(room, mode, site.DayOf(mode)));

    public static Occupancy Of(IReadOnlyList<SeatStanding> standing) => new(
        standing.Count,
        standing.Count(seat => seat.State == SeatState.Held),
        standing.Count(seat => seat.State == SeatState.Taken));

    public Occupancy Plus(Occupancy other) => new(Seats + other.Seats, Held + other.Held, Taken + other.Taken);

    /// <summary>A bar of the seats that are gone, for the eye; the numbers beside it say the same.</summary>
    public Html Bar()
    {
        var scale = 100.0 / Math.Max(1, Seats);
        return Html.Of($"""
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="rail" width="100" height="4"/>
            <rect class="gone" width="{Taken * scale:0.##}" height="4"/>
            <rect class="wait" x="{Taken * scale:0.##}" width="{Held * scale:0.##}" height="4"/>
            </svg>
            """);
    }
}
