using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.Triggers;

namespace Kairos.StateSchedules.Tables;

/// <summary>PostgreSQL, over a driver that reads <c>timestamptz</c> as UTC <see cref="DateTime"/> and takes arrays (Npgsql).</summary>
/// <remarks>
/// Statements are not prepared: planned anew they see their values, work behind a pooler that mixes sessions, and cost 1 ms
/// of planning a batch. They are written so that a driver that prepares them by itself gets the same plans.
/// </remarks>
internal sealed class PostgreSqlDialect(string zone) : Dialect
{
    // Infinity, and years that .NET does not have, are cut off in SQL: a driver fails over them, and with them the batch.
    // Two days from the ends of DateTime, so that no zone carries them beyond.
    private const string LastText = "'9999-12-30 00:00:00+00'";
    private const string FirstText = "'0001-01-03 00:00:00+00'";

    private static readonly DateTime s_last = new(9999, 12, 30, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime s_first = new(1, 1, 3, 0, 0, 0, DateTimeKind.Utc);

    private readonly TimeZoneInfo _zone = LocalTimes.Zone(zone);

    internal override string RowVersion => "t.xmin::text::bigint";

    internal override string Hold(string alias) => $" for no key update of {alias}";

    internal override string Instant(string column, bool nullIsLast) => nullIsLast
        ? $"greatest(least({column}, {LastText}), {FirstText})"
        : $"least(greatest({column}, {FirstText}), {LastText})";

    internal override string Text(string column) => $"{column}::text";

    internal override string IsTrue(string column) => $"coalesce({column}::int, 0) <> 0";

    // A limit the planner can't see counts as a tenth, and each around it as a tenth of that: with a thousandth of the rows
    // wanted it walks the index in its order, whatever the statistics say. With one plain limit it sorts the whole of what
    // is due wherever it believes that to be less than the limit, as after an edit of a million rows, before they are analyzed.
    internal override string First(string ordered, string limit) =>
        $"select * from (select * from ({ordered} limit (select {limit}::bigint)) a limit (select {limit}::bigint)) b limit (select {limit}::bigint)";

    internal override int ShardsOfARead => int.MaxValue;

    internal override bool GathersByShard => true;

    internal override DueAfter After { get; } = new("a.shard", "a.next", "a.k");

    // Lateral, so that only a nested loop can do it: shard after shard, each along the index, until there are enough.
    internal override string OfEachShard(string first, string limit) =>
        $"select x.* from unnest($2::int[], $3::timestamptz[], $4::bigint[]) a(shard, next, k) cross join lateral ({first}) x limit (select {limit}::bigint)";

    // A limit in a lateral join leaves a nested loop alone, which keeps the order of its left side.
    internal override string JoinOne(string table, string alias, string on) =>
        $"left join lateral (select {alias}.* from {table} {alias} where {on} limit 1) {alias} on true";

    // The row itself, and only of rows that are asked: looked up again by key it would be read twice, at midnight each one.
    internal override string Whole(string when) => $", case when {when} then (t.*) end as whole";

    internal override string Row(string table, string alias) => $"(select (d.whole).*) {alias}";

    internal override string OfRow(string byKey) => "true";

    internal override string Each(string parameter) => $"unnest({parameter}::int[]) as s(value)";

    internal override string StepOf(string column) => $"width_bucket({column}, $2::timestamptz[])";

    // The arrays stand in subselects, where the planner counts on ten rows: so it looks each up by its key, with whatever
    // length and statistics, and with a plan that is kept. Who holds a row is not waited for.
    internal override string Write(WriteTarget target)
    {
        string shard = target.Shard is null ? "$1::int is not null" : $"t.{target.Shard} = $1";
        return $"""
            update {target.Table} t
            set {target.Status} = (coalesce(t.{target.Status}, 0) & ({~target.Mask})) | w.bits, {target.NextChange} = nullif(w.next, {LastText})
            from (
                select t.{target.Key} as k, n.bits, n.next
                from unnest((select $2::bigint[]), (select $3::bigint[]), (select $4::bigint[]), (select $5::timestamptz[]),
                    (select $6::bigint[]), (select $7::timestamptz[])) as n(k, version, status, was, bits, next)
                join {target.Table} t on t.{target.Key} = n.k
                where {shard} and {target.Version} = n.version and coalesce(t.{target.Status}, 0) = n.status
                    and {Instant($"t.{target.NextChange}", nullIsLast: true)} = n.was
                for no key update of t skip locked) w
            where t.{target.Key} = w.k and {shard}
            returning t.{target.Key}::bigint
            """;
    }

    internal override void BindPositions(DbCommand command, ReadOnlySpan<DuePosition> positions)
    {
        int[] shards = new int[positions.Length];
        DateTime[] next = new DateTime[positions.Length];
        long[] keys = new long[positions.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            (shards[i], next[i], keys[i]) = (positions[i].Shard, Behind(positions[i].NextChange), positions[i].Key);
        }

        Bind(command, shards);
        Bind(command, next);
        Bind(command, keys);
    }

    internal override void BindRows(DbCommand command, RowStates batch, ReadOnlySpan<int> rows, long mask)
    {
        long[] keys = new long[rows.Length], versions = new long[rows.Length], status = new long[rows.Length], bits = new long[rows.Length];
        DateTime[] was = new DateTime[rows.Length], next = new DateTime[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            (keys[i], versions[i], status[i], bits[i]) = (batch.Keys[row], batch.Versions[row], batch.Status[row], batch.NewStatus[row] & mask);
            (was[i], next[i]) = (Utc(batch.NextChange[row]), Utc(batch.NewNextChange[row]));
        }

        foreach (object column in (ReadOnlySpan<object>)[keys, versions, status, was, bits, next])
        {
            Bind(command, column);
        }
    }

    internal override void BindIntegers(DbCommand command, IReadOnlyList<int> values) => Bind(command, values.ToArray());

    internal override void BindSteps(DbCommand command, long from, long step, int steps) =>
        Bind(command, Enumerable.Range(1, steps).Select(i => Utc(from + (i * step))).ToArray());

    internal override object InstantValue(long micros) => Utc(micros);

    internal override object DateValue(long micros, string type) => type.StartsWith("timestamp with time zone", StringComparison.Ordinal)
        ? Utc(micros)
        : TimeZoneInfo.ConvertTimeFromUtc(Utc(micros), _zone);

    internal override object FlagValue(bool value, string type) => type == "boolean" ? value : value ? 1 : 0;

    internal override string GridValue(string parameter, string type) => type is "json" or "jsonb" ? $"{parameter}::{type}" : parameter;

    internal override bool TryRead(DbDataReader reader, int ordinal, out long micros)
    {
        DateTime read = reader.GetDateTime(ordinal);
        micros = read.Ticks >= s_last.Ticks ? RowBatch.Never
            : read.Ticks <= s_first.Ticks ? RowBatch.Open
            : read.Kind == DateTimeKind.Utc ? (read.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            : LocalTimes.Resolve(_zone, read).Micros;
        return true;
    }

    // As it came over the wire: what reads characters makes a string of them first, 700 bytes a row.
    internal override bool TryReadText(DbDataReader reader, int ordinal, byte[] buffer, out int length)
    {
        long all = reader.GetBytes(ordinal, 0, null, 0, 0);
        length = all <= buffer.Length ? (int)reader.GetBytes(ordinal, 0, buffer, 0, (int)all) : 0;
        return all <= buffer.Length;
    }

    protected override string ParameterName(int position) => "";

    // What is older than all, as where reading begins: the driver sends it as -infinity.
    private static DateTime Behind(long micros) => micros == RowStates.Open ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc) : Utc(micros);

    private static DateTime Utc(long micros)
    {
        long clamped = Math.Clamp(micros, (s_first.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, (s_last.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        return DateTime.UnixEpoch.AddTicks(clamped * TimeSpan.TicksPerMicrosecond);
    }
}
