namespace Kairos.StateSchedules.Tables;

/// <summary>Whose SQL a database speaks.</summary>
internal enum SqlKind
{
    /// <summary>PostgreSQL, through any driver of ADO.NET; its <c>timestamptz</c> keeps the next change.</summary>
    PostgreSql,

    /// <summary>SQLite; an integer of microseconds since 1970 UTC keeps the next change.</summary>
    Sqlite,
}
