using System.Data.Common;
using System.Globalization;
using System.Text;
using Kairos.StateSchedules.Evaluation;
using Kairos.Time;

namespace Kairos.StateSchedules.Tables;

/// <summary>SQLite: the next change is an integer of microseconds; dates are that too, or ISO 8601 text with a zone designator.</summary>
/// <remarks>One writer at a time for the whole file: nothing is held row by row, and a transaction that edits begins as a writer.</remarks>
internal sealed class SqliteDialect : Dialect
{
    internal override StringComparer Names => StringComparer.OrdinalIgnoreCase;

    internal override string RowVersion => "0";

    internal override string Hold(string alias) => "";

    internal override string Instant(string column, bool nullIsLast) => column;

    internal override string Text(string column) => column;

    internal override string IsTrue(string column) => $"coalesce({column}, 0) <> 0";

    internal override string First(string ordered, string limit) => $"{ordered} limit {limit}";

    // No lateral joins here, and no way to a server: a statement for each shard costs next to nothing.
    internal override int ShardsOfARead => 1;

    // A write-back is one transaction of one writer. Without a version, what is read is best written soon.
    internal override bool GathersByShard => false;

    internal override DueAfter After { get; } = new("$2", "$3", "$4");

    internal override string OfEachShard(string first, string limit) => first;

    internal override string JoinOne(string table, string alias, string on) => $"left join {table} {alias} on {on}";

    internal override string Whole(string when) => "";

    internal override string Row(string table, string alias) => $"{table} {alias}";

    internal override string OfRow(string byKey) => byKey;

    internal override string Each(string parameter) => $"json_each({parameter}) as s";

    internal override string StepOf(string column) => $"max(0, ({column} - $2) / $3)";

    internal override string Write(WriteTarget target)
    {
        string shard = target.Shard is null ? "$1 is not null" : $"t.{target.Shard} = $1";
        return $"""
            update {target.Table} as t
            set {target.Status} = (coalesce(t.{target.Status}, 0) & ({~target.Mask})) | n.bits, {target.NextChange} = n.next
            from (select json_extract(value, '$[0]') as k, json_extract(value, '$[1]') as version, json_extract(value, '$[2]') as status,
                json_extract(value, '$[3]') as was, json_extract(value, '$[4]') as bits, json_extract(value, '$[5]') as next from json_each($2)) n
            where t.{target.Key} = n.k and {shard} and {target.Version} = n.version and coalesce(t.{target.Status}, 0) = n.status
                and t.{target.NextChange} is n.was
            returning {target.Key}
            """;
    }

    internal override void BindPositions(DbCommand command, ReadOnlySpan<DuePosition> positions)
    {
        Bind(command, positions[0].Shard);
        Bind(command, positions[0].NextChange);
        Bind(command, positions[0].Key);
    }

    internal override void BindRows(DbCommand command, RowStates batch, ReadOnlySpan<int> rows, long mask)
    {
        StringBuilder json = new("[");
        foreach (int row in rows)
        {
            _ = json.Append(CultureInfo.InvariantCulture, $"{(json.Length > 1 ? "," : "")}[{batch.Keys[row]},{batch.Versions[row]},{batch.Status[row]},")
                .Append(CultureInfo.InvariantCulture, $"{Json(batch.NextChange[row])},{batch.NewStatus[row] & mask},{Json(batch.NewNextChange[row])}]");
        }

        Bind(command, json.Append(']').ToString());
    }

    internal override void BindIntegers(DbCommand command, IReadOnlyList<int> values) => Bind(command, $"[{string.Join(',', values)}]");

    internal override void BindSteps(DbCommand command, long from, long step, int steps)
    {
        Bind(command, from);
        Bind(command, step);
    }

    internal override object InstantValue(long micros) => micros;

    internal override object DateValue(long micros, string type) => type.Contains("int", StringComparison.OrdinalIgnoreCase)
        ? micros
        : new Instant(micros).ToString();

    internal override object FlagValue(bool value, string type) => value ? 1 : 0;

    internal override string GridValue(string parameter, string type) => parameter;

    internal override bool TryRead(DbDataReader reader, int ordinal, out long micros)
    {
        Type stored = reader.GetFieldType(ordinal);
        if (stored == typeof(long))
        {
            micros = reader.GetInt64(ordinal);
            return true;
        }

        bool read = Kairos.Time.Instant.TryParse(stored == typeof(string) ? reader.GetString(ordinal) : null, out Instant instant);
        micros = instant.Micros;
        return read;
    }

    internal override bool TryReadText(DbDataReader reader, int ordinal, byte[] buffer, out int length) =>
        Encoding.UTF8.TryGetBytes(reader.GetString(ordinal), buffer, out length);

    protected override string ParameterName(int position) => $"${position.ToString(CultureInfo.InvariantCulture)}";

    private static string Json(long micros) => micros == RowBatch.Never ? "null" : micros.ToString(CultureInfo.InvariantCulture);
}
