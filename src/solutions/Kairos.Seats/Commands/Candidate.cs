namespace Kairos.Seats.Commands;

/// <summary>One (room, seat) pair as typed: positive fixes, 0 is any, negative excludes.</summary>
/// <param name="Room">-9,999,999 to 9,999,999.</param>
/// <param name="Seat">-99,999 to 99,999.</param>
public readonly record struct Candidate(int Room, int Seat)
{
    /// <summary>The largest room id that a message may name.</summary>
    public const int MaxRoom = 9_999_999;

    /// <summary>The largest seat number that a message may name.</summary>
    public const int MaxSeat = 99_999;
}
