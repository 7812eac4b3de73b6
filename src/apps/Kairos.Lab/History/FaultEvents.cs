namespace Kairos.Lab.History;

/// <summary>A node was declared dead, by the node that writes this.</summary>
public sealed record TakeOverSeen : HistoryEvent
{
    /// <summary>Whose life is over: its <see cref="HistoryEvent.Node"/>.</summary>
    public required string Dead { get; init; }

    /// <summary>When it was asked for, on the clock of <see cref="HistoryEvent.Mono"/>.</summary>
    public required long AskedMono { get; init; }
}

/// <summary>A beat of a node was answered: it lives.</summary>
public sealed record BeatSeen : HistoryEvent
{
    /// <summary>When it was sent, on the clock of <see cref="HistoryEvent.Mono"/>.</summary>
    public required long AskedMono { get; init; }
}

/// <summary>Something is about to be made to fail.</summary>
public sealed record FaultBegan : HistoryEvent
{
    /// <summary>Pairs it with its end, unique in the whole history.</summary>
    public required string Fault { get; init; }

    /// <summary>What is done: faults are counted by it.</summary>
    public required string Name { get; init; }

    /// <summary>To whom.</summary>
    public required string Target { get; init; }
}

/// <summary>What was made to fail is as before. A fault that has no such event lasts until the end of the history.</summary>
public sealed record FaultEnded : HistoryEvent
{
    public required string Fault { get; init; }
}
