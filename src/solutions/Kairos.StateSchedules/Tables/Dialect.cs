using System.Data.Common;
using Kairos.StateSchedules.Evaluation;

namespace Kairos.StateSchedules.Tables;

/// <summary>What differs between the two databases: parameters, instants, arrays, locks. All else is the same text.</summary>
/// <remarks>Parameters are by position, $1 on; instants are microseconds on our side.</remarks>
/// <threadsafety>Immutable.</threadsafety>
internal abstract class Dialect
{
    internal static Dialect Of(StateDatabaseKind kind, string zone) => kind switch
    {
        StateDatabaseKind.PostgreSql => new PostgreSqlDialect(zone),
        StateDatabaseKind.Sqlite => new SqliteDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "PostgreSQL and SQLite are spoken."),
    };

    /// <summary>Whether two names are of one column.</summary>
    internal virtual StringComparer Names => StringComparer.Ordinal;

    /// <summary>The version of a row in a mapping without a column for it.</summary>
    internal abstract string RowVersion { get; }

    /// <summary>Follows a select that holds its rows of status or schedule, named by their alias, until its transaction ends.</summary>
    internal abstract string Hold(string alias);

    /// <summary>A column of instants where null, and what lies beyond time, is open.</summary>
    internal abstract string Instant(string column, bool nullIsLast);

    /// <summary>A column of grids, as text.</summary>
    internal abstract string Text(string column);

    /// <summary>Whether a boolean column, or an integer one, says yes.</summary>
    internal abstract string IsTrue(string column);

    /// <summary>The first rows of an ordered select, as many as a parameter says, found along an index that has its order.</summary>
    internal abstract string First(string ordered, string limit);

    /// <summary>How many shards one read of due rows can look through.</summary>
    internal abstract int ShardsOfARead { get; }

    /// <summary>Whether a write-back is worth waiting for until there are many rows of each shard.</summary>
    internal abstract bool GathersByShard { get; }

    /// <summary>What <see cref="BindPositions"/> binds, as a select within <see cref="OfEachShard"/> sees it.</summary>
    internal abstract DueAfter After { get; }

    /// <summary>The first rows of a select that is asked for each shard in turn, as many in all as a parameter says.</summary>
    internal abstract string OfEachShard(string first, string limit);

    /// <summary>Joins at most one row for each on the left, and leaves these in their order.</summary>
    internal abstract string JoinOne(string table, string alias, string on);

    /// <summary>What the select of due rows carries along, so that a row's other columns can be asked for later, where a condition says so.</summary>
    internal abstract string Whole(string when);

    /// <summary>The whole row of status that <c>d</c> was read from, under an alias; with <see cref="OfRow"/> as its condition.</summary>
    internal abstract string Row(string table, string alias);

    /// <summary>The condition by which <see cref="Row"/> finds its row, or one that is always true.</summary>
    internal abstract string OfRow(string byKey);

    /// <summary>The integers of a parameter as rows <c>s.value</c>.</summary>
    internal abstract string Each(string parameter);

    /// <summary>Which step a column of instants lies in; $2 and on are bound by <see cref="BindSteps"/>.</summary>
    internal abstract string StepOf(string column);

    /// <summary>Writes rows back and tells the keys of those it wrote; the parameters are bound by <see cref="BindRows"/>, $1 is the shard.</summary>
    internal abstract string Write(WriteTarget target);

    /// <summary>$2, $3 and $4: where reading goes on in each shard.</summary>
    internal abstract void BindPositions(DbCommand command, ReadOnlySpan<DuePosition> positions);

    internal abstract void BindRows(DbCommand command, RowStates batch, ReadOnlySpan<int> rows, long mask);

    internal abstract void BindIntegers(DbCommand command, IReadOnlyList<int> values);

    internal abstract void BindSteps(DbCommand command, long from, long step, int steps);

    /// <summary>An instant as a parameter for the next change.</summary>
    internal abstract object InstantValue(long micros);

    /// <summary>An instant as a parameter for a column of the user's, whose type is as the reader names it.</summary>
    internal abstract object DateValue(long micros, string type);

    /// <summary>A yes or no as a parameter for a column of that type.</summary>
    internal abstract object FlagValue(bool value, string type);

    /// <summary>The parameter's text, turned into what a column of that type takes.</summary>
    internal abstract string GridValue(string parameter, string type);

    /// <summary>Reads what <see cref="Instant"/> selected; false when it is none.</summary>
    internal abstract bool TryRead(DbDataReader reader, int ordinal, out long micros);

    /// <summary>Copies a text as UTF-8; false when it is longer than the buffer.</summary>
    internal abstract bool TryReadText(DbDataReader reader, int ordinal, byte[] buffer, out int length);

    /// <summary>Adds the next parameter.</summary>
    internal void Bind(DbCommand command, object? value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = ParameterName(command.Parameters.Count + 1);
        parameter.Value = value ?? DBNull.Value;
        _ = command.Parameters.Add(parameter);
    }

    protected abstract string ParameterName(int position);
}

/// <summary>Behind which shard, next change and key a read of due rows goes on, as SQL.</summary>
internal readonly record struct DueAfter(string Shard, string NextChange, string Key);

/// <summary>What a write-back is written into, as SQL.</summary>
/// <param name="Table">The status table.</param>
/// <param name="Key">Its columns, quoted.</param>
/// <param name="Shard">Null without one.</param>
/// <param name="Status">The column of bits.</param>
/// <param name="NextChange">Our column.</param>
/// <param name="Version">An expression over <c>t</c>.</param>
/// <param name="Mask">The bits that may be written.</param>
internal sealed record WriteTarget(string Table, string Key, string? Shard, string Status, string NextChange, string Version, long Mask);
