using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tests.Schema;

internal static class AdMapping
{
    /// <summary>Over the tables of <see cref="UserDatabase.Ads"/>.</summary>
    internal static StateMapping Units { get; } = new()
    {
        Name = "units",
        Connection = "none",
        Table = "dsp_show_status",
        Key = "id",
        Filter = "type = 'unit' and channel = 1",
        Shard = "shard",
        Shards = [0, 1],
        Status = "status",
        Bits = new StateBits { NotStarted = 1, Ended = 2, OutsideSlots = 4, BudgetExhausted = 8, Paused = 16 },
        Version = "version",
        Schedule = new ScheduleMapping { Table = "ad_unit", Key = "id", By = "unit_id", Grid = "time_series", Start = "start_at", End = "end_at", Paused = "is_paused" },
        Budget = new BudgetMapping { Table = "ad_budget", Key = "unit_id", By = "unit_id", Release = "b.spent < b.daily" },
    };
}
