using System.Runtime.InteropServices;

namespace Kairos.Playground.Venue;

/// <summary>A seat for a day: at most one booking exists for each.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeatDay(int Room, int Seat, VenueMode Mode, DateOnly Day);

/// <summary>A reservation that stands.</summary>
/// <param name="BookedAt">By the venue's clock.</param>
internal sealed record Booking(string Id, SeatDay Place, string Student, bool Rival, DateTimeOffset BookedAt);

internal enum SeatState
{
    Free,
    Held,
    Taken,
}

/// <summary>How a seat stands, and through whom: null when it is free.</summary>
internal readonly record struct SeatStanding(SeatState State, string? By, bool ByRival);
