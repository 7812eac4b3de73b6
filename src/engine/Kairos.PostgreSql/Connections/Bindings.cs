using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.PostgreSql.Connections;

/// <summary>Binds parameters in the order of their numbers, each with its type; a list becomes an array.</summary>
internal static class Bindings
{
    private const NpgsqlDbType ArrayOf = NpgsqlDbType.Array;

    public static NpgsqlParameterCollection Short(this NpgsqlParameterCollection to, int value) => to.With((short)value, NpgsqlDbType.Smallint);

    public static NpgsqlParameterCollection Short(this NpgsqlParameterCollection to, int? value) => to.With((short?)value, NpgsqlDbType.Smallint);

    public static NpgsqlParameterCollection Int(this NpgsqlParameterCollection to, int? value) => to.With(value, NpgsqlDbType.Integer);

    public static NpgsqlParameterCollection Long(this NpgsqlParameterCollection to, long value) => to.With(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameterCollection Flag(this NpgsqlParameterCollection to, bool value) => to.With(value, NpgsqlDbType.Boolean);

    public static NpgsqlParameterCollection Text(this NpgsqlParameterCollection to, string? value)
    {
        to.Add(new NpgsqlParameter { Value = (object?)PgText.Checked(value) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return to;
    }

    public static NpgsqlParameterCollection Bytes(this NpgsqlParameterCollection to, ReadOnlyMemory<byte>? value) => to.With(value, NpgsqlDbType.Bytea);

    public static NpgsqlParameterCollection At(this NpgsqlParameterCollection to, Instant value) => to.With(PgTime.Raw(value), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameterCollection Uuid(this NpgsqlParameterCollection to, JobId id) => to.With(id.Value, NpgsqlDbType.Uuid);

    /// <summary>Shard and id.</summary>
    public static NpgsqlParameterCollection Id(this NpgsqlParameterCollection to, JobId id) => to.Short(id.Shard).Uuid(id);

    /// <summary>Shard, id and fence.</summary>
    public static NpgsqlParameterCollection Hold(this NpgsqlParameterCollection to, Hold hold) => to.Id(hold.Id).Long(hold.Fence);

    public static NpgsqlParameterCollection Shorts<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, int> value) =>
        to.Array(rows, row => (short)value(row), NpgsqlDbType.Smallint);

    public static NpgsqlParameterCollection Ints<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, int> value) =>
        to.Array(rows, value, NpgsqlDbType.Integer);

    public static NpgsqlParameterCollection MaybeInts<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, int?> value) =>
        to.Array(rows, value, NpgsqlDbType.Integer);

    public static NpgsqlParameterCollection Longs<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, long> value) =>
        to.Array(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameterCollection Flags<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, bool> value) =>
        to.Array(rows, value, NpgsqlDbType.Boolean);

    public static NpgsqlParameterCollection Texts<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, string?> value) =>
        to.Array(rows, row => PgText.Checked(value(row)), NpgsqlDbType.Text);

    public static NpgsqlParameterCollection Texts(this NpgsqlParameterCollection to, IReadOnlyCollection<string> values) =>
        to.With<string?[]>([.. values.Select(PgText.Checked)], ArrayOf | NpgsqlDbType.Text);

    public static NpgsqlParameterCollection Instants<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, Instant> value) =>
        to.Array(rows, row => PgTime.Raw(value(row)), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameterCollection MaybeInstants<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, Instant?> value) =>
        to.Array(rows, row => PgTime.Raw(value(row)), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameterCollection AllBytes<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, ReadOnlyMemory<byte>> value) =>
        to.Array(rows, value, NpgsqlDbType.Bytea);

    /// <summary>As <see cref="AllBytes"/>, with null for what is empty.</summary>
    public static NpgsqlParameterCollection MaybeBytes<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, ReadOnlyMemory<byte>> value) =>
        to.Array(rows, row => value(row) is { IsEmpty: false } bytes ? bytes : (ReadOnlyMemory<byte>?)null, NpgsqlDbType.Bytea);

    /// <summary>Places, null where none is known: as the text of an array, for Npgsql has no arrays of them.</summary>
    public static NpgsqlParameterCollection Places<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, long> place) =>
        to.Text(PgPlace.Array(rows, place));

    /// <summary>Shards and ids.</summary>
    public static NpgsqlParameterCollection Ids<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, JobId> id) =>
        to.Shorts(rows, row => id(row).Shard).Array(rows, row => id(row).Value, NpgsqlDbType.Uuid);

    /// <summary>Shards, ids and fences.</summary>
    public static NpgsqlParameterCollection Holds<T>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, Hold> hold) =>
        to.Ids(rows, row => hold(row).Id).Longs(rows, row => hold(row).Fence);

    private static NpgsqlParameterCollection Array<T, TValue>(this NpgsqlParameterCollection to, IReadOnlyList<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        TValue[] values = new TValue[rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        return to.With(values, ArrayOf | type);
    }

    private static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection to, T value, NpgsqlDbType type)
    {
        to.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return to;
    }
}
