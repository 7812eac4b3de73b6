using System.Collections.Immutable;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>A table of the user's as its database describes it.</summary>
internal sealed record LiveTable
{
    /// <summary>Null in SQLite, where triggers can't name one.</summary>
    internal required string? Schema { get; init; }

    internal required string Name { get; init; }

    internal required LiveTableKind Kind { get; init; }

    internal required ImmutableArray<LiveColumn> Columns { get; init; }

    internal required ImmutableArray<LiveIndex> Indexes { get; init; }

    internal required ImmutableArray<LiveTrigger> Triggers { get; init; }

    internal required LiveRights Rights { get; init; }

    internal required LiveSize Size { get; init; }

    /// <summary>PostgreSQL's storage options, as in <c>fillfactor=90</c>.</summary>
    internal ImmutableArray<string> Options { get; init; } = [];

    /// <summary>Its name as SQL.</summary>
    internal string Sql => SqlName.QuoteTable(Schema, Name);

    /// <summary>Null when there is none of that name; SQLite tells no cases apart.</summary>
    internal LiveColumn? Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? (Schema is null ? Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) : null);

    /// <summary>Whether a column alone is unique over all rows.</summary>
    internal bool IsUnique(string column) =>
        Indexes.Any(index => index is { IsUnique: true, IsPartial: false, IsValid: true, Columns: [var only] } && only.Equals(column, Comparison));

    /// <summary>Whether rows are found by a column.</summary>
    internal bool IsFoundBy(string column) =>
        Indexes.Any(index => index is { IsPartial: false, IsValid: true, Columns: [var first, ..] } && first.Equals(column, Comparison));

    internal StringComparison Comparison => Schema is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}

internal enum LiveTableKind
{
    Table,
    Partitioned,

    /// <summary>A view, a foreign table, or what else has rows but takes no index or trigger.</summary>
    Other,
}

/// <param name="Name">As the database has it.</param>
/// <param name="Type">PostgreSQL: the name in the catalogue, a domain's base; SQLite: the affinity.</param>
/// <param name="NotNull">Or a key that can't be.</param>
/// <param name="HasDefault">Or its value is generated.</param>
/// <param name="IsOurs">Kairos added it, so Kairos may take it away.</param>
internal sealed record LiveColumn(string Name, string Type, bool NotNull, bool HasDefault, bool IsOurs);

/// <param name="Name">As the database has it.</param>
/// <param name="Columns">Of the key; empty texts stand for expressions.</param>
/// <param name="IsUnique">No two rows alike.</param>
/// <param name="IsPartial">Holds some rows only.</param>
/// <param name="IsValid">Was built to its end.</param>
internal sealed record LiveIndex(string Name, ImmutableArray<string> Columns, bool IsUnique, bool IsPartial, bool IsValid);

/// <param name="Name">As the database has it.</param>
/// <param name="IsEnabled">Fires.</param>
internal sealed record LiveTrigger(string Name, bool IsEnabled);

/// <param name="Owns">May alter, index and drop.</param>
/// <param name="MayTrigger">May put triggers on it.</param>
/// <param name="MayCreate">May create functions in its schema.</param>
internal sealed record LiveRights(bool Owns, bool MayTrigger, bool MayCreate)
{
    internal static LiveRights All { get; } = new(true, true, true);
}

/// <param name="Rows">PostgreSQL: an estimate, null when the table was never analysed.</param>
/// <param name="Bytes">Of the rows, without indexes; SQLite: of the whole file.</param>
internal sealed record LiveSize(long? Rows, long Bytes);
