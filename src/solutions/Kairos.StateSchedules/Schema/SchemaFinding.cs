namespace Kairos.StateSchedules.Schema;

/// <summary>Where the user's tables don't fit a mapping, or could serve it better.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record SchemaFinding
{
    /// <summary>Whether it keeps the mapping from working.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>The table, as the mapping names it.</summary>
    public required string Table { get; init; }

    /// <summary>The column, or the member of the mapping it comes from; null where it is about the whole table.</summary>
    public string? Column { get; init; }

    /// <summary>What is there.</summary>
    public required string Found { get; init; }

    /// <summary>What has to be there, or would be better.</summary>
    public required string Needed { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>As people read it.</summary>
    public override string ToString() => $"{Table}{(Column is null ? "" : $".{Column}")}: {Found}; {Needed}. {Remedy}";
}

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>It works; this would serve better.</summary>
    Advice = 0,

    /// <summary>It can't work like this.</summary>
    Error = 1,
}
