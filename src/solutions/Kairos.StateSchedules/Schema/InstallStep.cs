using System.Collections.Immutable;

namespace Kairos.StateSchedules.Schema;

/// <summary>One step of an installation, or of taking it away.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record InstallStep
{
    /// <summary>What it does.</summary>
    public required string Title { get; init; }

    /// <summary>Its statements, in their order.</summary>
    public required ImmutableArray<string> Statements { get; init; }

    /// <summary>The database has it already.</summary>
    public required bool IsDone { get; init; }

    /// <summary>How it locks, and how long it may run.</summary>
    public required string Cost { get; init; }

    /// <summary>It reads or writes the whole table.</summary>
    public bool RunsLong { get; init; }

    /// <summary>All its statements are one transaction; else each stands alone and locks out no writer.</summary>
    public bool IsTransaction { get; init; } = true;

    /// <summary>As it would be run by hand.</summary>
    public string Sql => string.Join('\n', (IsTransaction && Statements.Length > 1 ? ["begin", .. Statements, "commit"] : Statements).Select(statement => $"{statement};"));
}
