namespace Kairos.Seats.Commands;

/// <summary>A real seat of a venue.</summary>
/// <param name="Room">The room's id, positive.</param>
/// <param name="Seat">The seat's number, positive.</param>
public readonly record struct RoomSeat(int Room, int Seat);
