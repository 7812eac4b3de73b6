namespace Kairos.Seats.Commands;

/// <summary>What became of a message: a <see cref="SeatCommand"/> or a <see cref="SeatFault"/>, nothing else.</summary>
/// <threadsafety>Immutable.</threadsafety>
public abstract record SeatParse
{
    private protected SeatParse()
    {
    }
}
