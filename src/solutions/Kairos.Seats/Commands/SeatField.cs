namespace Kairos.Seats.Commands;

/// <summary>The part of a message that a fault is about, in the order in which they are judged.</summary>
public enum SeatField
{
    /// <summary>The message as a whole.</summary>
    Message,

    /// <summary>The first field, and what a cancel is to end.</summary>
    Verb,

    /// <summary>The abbreviation of the school.</summary>
    School,

    /// <summary>A candidate's room, or the candidates together.</summary>
    Room,

    /// <summary>A candidate's seat.</summary>
    Seat,

    /// <summary>The pasted cookies.</summary>
    Session,

    /// <summary>What stands after <c>--</c>.</summary>
    Extras,
}
