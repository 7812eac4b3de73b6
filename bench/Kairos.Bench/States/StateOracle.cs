using System.Globalization;
using AdPlatform.Schedules;
using Npgsql;

namespace Kairos.Bench.States;

/// <summary>What each row is to be, computed from its schedule as the tables hold it, and nothing of the product.</summary>
/// <param name="source">The database, with the state that was kept.</param>
/// <param name="kept">The instant for which that state was right.</param>
internal sealed class StateOracle(NpgsqlDataSource source, long kept)
{
    private const int Named = 5;

    /// <summary>All rows with slots, in no order.</summary>
    internal async IAsyncEnumerable<SlotRow> ReadAsync(string? nextColumn)
    {
        foreach (SlotKind kind in SlotKind.All)
        {
            await using NpgsqlCommand all = source.CreateCommand(
                $"""
                select {SlotRow.Columns(kind)}, coalesce(o.status, s.status), b.daily, b.spent, {(nextColumn is null ? "null::timestamptz" : $"s.{nextColumn}")}
                from dsp_show_status s join {kind.Table} u on u.id = s.cga_id join ad_budget b on b.cga_id = s.cga_id left join original o on o.id = s.id
                where {kind.Filter}
                """);
            await using NpgsqlDataReader reader = await all.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                yield return SlotRow.Read(kind, reader) with
                {
                    Kept = reader.GetInt32(6),
                    Daily = reader.GetInt64(7),
                    Spent = reader.GetInt64(8),
                    Next = SlotRow.Micros(reader, 9) ?? Truth.Never,
                };
            }
        }
    }

    /// <summary>The rows that have something to change up to that instant, and what they are to be then.</summary>
    internal async Task<List<DueRow>> DueAsync(long now)
    {
        List<DueRow> due = [];
        await foreach (SlotRow row in ReadAsync(nextColumn: null))
        {
            if (row.NextAfter(kept) <= now)
            {
                (int status, long next) = Right(row, now);
                due.Add(new DueRow(row.Id, row.Shard, status, next, status != row.Kept));
            }
        }

        return due;
    }

    /// <summary>Holds every row with slots against what it is to be at that instant.</summary>
    /// <exception cref="InvalidOperationException">Some are not right; the message names the first.</exception>
    internal async Task CheckAsync(string? nextColumn, long now)
    {
        (long count, List<string> first) = await FindWrongAsync(nextColumn, now);
        if (count > 0)
        {
            throw new InvalidOperationException($"{count} rows are not as they are to be, so this is no measurement. The first: {string.Join("; ", first)}.");
        }
    }

    /// <summary>How many rows are not what they are to be at that instant, and a few of them in words.</summary>
    internal async Task<(long Count, List<string> First)> FindWrongAsync(string? nextColumn, long now)
    {
        long count = 0;
        List<string> first = [];
        await foreach (SlotRow row in ReadAsync(nextColumn))
        {
            (int status, long next) = Right(row, now);
            if (row.Status != status || (nextColumn is not null && row.Next != next))
            {
                count++;
                if (first.Count < Named)
                {
                    first.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Kind.Type} {row.Id} has status {row.Status} and next change {SlotRow.Time(row.Next):u}, not {status} and {SlotRow.Time(next):u}"));
                }
            }
        }

        return (count, first);
    }

    private (int Status, long Next) Right(in SlotRow row, long now)
    {
        bool exhausted = (row.Kept & Truth.BudgetExhausted) != 0 && !Truth.Released(kept, now, row.Daily, row.Spent);
        int bits = row.Kind.BitsOf(row.Grid, row.Start, row.End, now) | (exhausted ? Truth.BudgetExhausted : 0);
        return ((row.Kept & ~Truth.Mask) | bits, row.Kind.NextOf(row.Grid, row.Start, row.End, exhausted, now));
    }
}

/// <summary>A row that is due, with what it is to be. Instants are microseconds since 1970 UTC.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Shard">Its shard.</param>
/// <param name="Status">The column.</param>
/// <param name="Next">Its next change.</param>
/// <param name="Flips">Whether the status is another than before.</param>
internal readonly record struct DueRow(long Id, int Shard, int Status, long Next, bool Flips);
