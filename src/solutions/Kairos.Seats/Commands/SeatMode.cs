namespace Kairos.Seats.Commands;

/// <summary>The day a reservation is for, seen from the day it is made.</summary>
public enum SeatMode
{
    /// <summary>今: reserve now, for today.</summary>
    Today,

    /// <summary>明: reserve at the opening time, for the next day.</summary>
    Tomorrow,
}
