namespace Kairos.Seats.Commands;

/// <summary>One attempt of a command, in the order in which they are made.</summary>
/// <param name="Pair">Index of its candidate in the command, from 0; null for the fallback 备选=任意.</param>
/// <param name="Room">The room to enter; null for any that <see cref="SeatSelection.AllowsRoom"/> admits.</param>
/// <param name="Seat">The seat to take; null for any that <see cref="SeatSelection.Allows(SeatTry, int, int)"/> admits.</param>
/// <param name="BarredSeat">The seat that the pair excludes in its own rooms.</param>
public readonly record struct SeatTry(int? Pair, int? Room, int? Seat, int? BarredSeat);
