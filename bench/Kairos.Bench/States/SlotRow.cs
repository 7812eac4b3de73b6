using AdPlatform.Schedules;
using Npgsql;

namespace Kairos.Bench.States;

/// <summary>What a computation needs of a row with slots. Instants are microseconds since 1970 UTC.</summary>
internal readonly record struct SlotRow
{
    /// <summary>The columns that <see cref="Read"/> expects, of status <c>s</c> and schedule <c>u</c>.</summary>
    internal static string Columns(SlotKind kind) => $"s.id, s.shard, s.status, u.start_at, u.end_at, u.{kind.Grid}";

    internal required SlotKind Kind { get; init; }

    internal required long Id { get; init; }

    internal required int Shard { get; init; }

    internal required int Status { get; init; }

    internal required long Start { get; init; }

    internal required long End { get; init; }

    /// <summary>As it is kept; null where there is none.</summary>
    internal required byte[]? Grid { get; init; }

    /// <summary>The status that was kept; the oracle's alone, as what follows.</summary>
    internal int Kept { get; init; }

    internal long Daily { get; init; }

    internal long Spent { get; init; }

    internal long Next { get; init; }

    internal bool Exhausted => (Status & Truth.BudgetExhausted) != 0;

    internal static SlotRow Read(SlotKind kind, NpgsqlDataReader reader) => new()
    {
        Kind = kind,
        Id = reader.GetInt64(0),
        Shard = reader.GetInt16(1),
        Status = reader.GetInt32(2),
        Start = Micros(reader, 3) ?? Truth.Always,
        End = Micros(reader, 4) ?? Truth.Never,
        Grid = reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
    };

    internal static long? Micros(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : (reader.GetDateTime(column).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTime? Time(long micros) => micros == Truth.Never ? null : DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>The column at that instant. What midnight does to budgets is another job's.</summary>
    internal int StatusAt(long now) =>
        (Status & (~Truth.Mask | Truth.BudgetExhausted)) | Kind.BitsOf(Grid, Start, End, now);

    internal long NextAfter(long now) => Kind.NextOf(Grid, Start, End, Exhausted, now);
}
