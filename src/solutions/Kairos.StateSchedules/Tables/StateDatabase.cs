using System.Data.Common;

namespace Kairos.StateSchedules.Tables;

/// <summary>The database that a mapping's tables are in.</summary>
/// <param name="Source">Opens connections to it; whoever made it disposes it, after the engine has stopped.</param>
/// <param name="Kind">Whose SQL it speaks.</param>
public sealed record StateDatabase(DbDataSource Source, StateDatabaseKind Kind);

/// <summary>Whose SQL a database speaks.</summary>
public enum StateDatabaseKind
{
    /// <summary>PostgreSQL, through Npgsql; a <c>timestamptz</c> keeps the next change.</summary>
    PostgreSql = 0,

    /// <summary>SQLite; an integer of microseconds since 1970 UTC keeps the next change.</summary>
    Sqlite = 1,
}
