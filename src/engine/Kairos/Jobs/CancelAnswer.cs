namespace Kairos.Jobs;

/// <summary>What became of a cancel. It tells the truth at the moment of the answer.</summary>
public enum CancelAnswer
{
    /// <summary>It will never start again. A run with outcome cancelled stands in the record.</summary>
    Applied = 0,

    /// <summary>The occurrence has started and goes on (its handler is told); no further one follows.</summary>
    TooLate = 1,

    /// <summary>The node that holds it is not this one; it, or its successor, settles the matter.</summary>
    Pending = 2,

    /// <summary>This owner has no such live job.</summary>
    NotFound = 3,
}
