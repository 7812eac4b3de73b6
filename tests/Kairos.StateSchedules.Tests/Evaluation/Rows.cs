using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Time;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tests.Evaluation;

/// <summary>Mappings and rows for the tests of the rules.</summary>
internal static class Rows
{
    internal const long NotStarted = 1;
    internal const long Ended = 2;
    internal const long Outside = 4;
    internal const long Exhausted = 8;
    internal const long Paused = 16;

    /// <summary>Bits that others keep in the same column.</summary>
    internal const long Others = 1L << 40;

    internal static StateBits Bits { get; } = new() { NotStarted = NotStarted, Ended = Ended, OutsideSlots = Outside, BudgetExhausted = Exhausted, Paused = Paused };

    internal static StateMapping MappingOf(string zone = "UTC", StateBits? bits = null, bool hasBudget = true) => new()
    {
        Name = "units",
        Connection = "env:ADS_DB",
        Table = "unit_status",
        Key = "id",
        Status = "status",
        Zone = zone,
        Bits = bits ?? Bits,
        Schedule = new ScheduleMapping { Grid = "slots", Start = "start_at", End = "end_at" },
        Budget = hasBudget ? new BudgetMapping { Release = "true" } : null,
    };

    internal static RowBatch One(
        long status = 0,
        string? grid = null,
        string? start = null,
        string? end = null,
        string? nextChange = null,
        RowFlags flags = RowFlags.None)
    {
        RowBatch batch = new(1) { Count = 1 };
        batch.Status[0] = status;
        batch.Starts[0] = start is null ? RowBatch.Open : At(start).Micros;
        batch.Ends[0] = end is null ? RowBatch.Never : At(end).Micros;
        batch.NextChange[0] = nextChange is null ? RowBatch.Never : At(nextChange).Micros;
        batch.Grids[0] = grid is null ? default : WeeklyGrid.Parse(grid);
        batch.Flags[0] = flags | (grid is null ? RowFlags.None : RowFlags.HasGrid);
        return batch;
    }

    internal static Instant At(string text) => Instant.TryParse(text, out Instant instant) ? instant : throw new ArgumentException($"'{text}' is no instant.", nameof(text));
}
