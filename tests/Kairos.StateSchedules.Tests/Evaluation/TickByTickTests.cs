using System.Globalization;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Time;
using static Kairos.StateSchedules.Tests.Evaluation.Rows;

namespace Kairos.StateSchedules.Tests.Evaluation;

/// <summary>
/// Rows that are evaluated only when they are due have at every half hour of two years the state that is computed directly
/// for it. 10,000 grids in each zone, 200 with KAIROS_QUICK; KAIROS_STATE_SEED draws others.
/// </summary>
public sealed class TickByTickTests(ITestOutputHelper output)
{
    // As many as fit into a near cache with all their columns.
    private const int RowsOfBatch = 200;
    private const long Owned = NotStarted | Ended | Outside | Exhausted;
    private static readonly int s_rows = Environment.GetEnvironmentVariable("KAIROS_QUICK") is null ? 10_000 : 200;
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("KAIROS_STATE_SEED") ?? "20261121", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Santiago")] // southern, and its clocks change at midnight
    [InlineData("Australia/Lord_Howe")] // by half an hour
    [InlineData("Asia/Kathmandu")] // 5:45 from UTC
    [InlineData("Asia/Shanghai")] // without changes
    public void Tick_by_tick_equals_the_direct_computation(string zone)
    {
        long start = TimeProvider.System.GetTimestamp();
        HalfHours time = new(zone);
        long evaluated = 0;
        for (int first = 0; first < s_rows; first += RowsOfBatch)
        {
            evaluated += Walk(time, MappingOf(zone), new Random(s_seed + first), standsStill: false);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{zone}: {s_rows} rows at {time.Count} half hours, {evaluated:#,0} evaluations, KAIROS_STATE_SEED={s_seed}, {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s"));
        evaluated.ShouldBeGreaterThan(s_rows * 100L);
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    public void After_a_standstill_of_any_length_the_next_tick_makes_it_good(string zone) =>
        Walk(new HalfHours(zone), MappingOf(zone), new Random(s_seed), standsStill: true).ShouldBeGreaterThan(RowsOfBatch);

    [Theory]
    [InlineData("America/New_York", "Etc/GMT+5")]
    [InlineData("America/Santiago", "America/Asuncion")] // other days of change
    [InlineData("Australia/Lord_Howe", "Australia/Sydney")] // a whole hour
    [InlineData("Asia/Kathmandu", "Asia/Kolkata")]
    public void Rules_of_another_zone_would_be_seen(string zone, string another) =>
        Should.Throw<ShouldAssertException>(() => Walk(new HalfHours(zone), MappingOf(another), new Random(s_seed), standsStill: false));

    [Fact]
    public void Budgets_that_are_never_released_would_be_seen() =>
        Should.Throw<ShouldAssertException>(() => Walk(new HalfHours("Asia/Shanghai"), MappingOf("Asia/Shanghai", hasBudget: false), new Random(s_seed), standsStill: false));

    // Two years of one batch; tells how many rows ticks evaluated.
    private static long Walk(HalfHours time, StateMapping mapping, Random random, bool standsStill)
    {
        ChanceRows rows = new(time, RowsOfBatch, random, hasBudgets: !standsStill);
        StateRules rules = new(mapping);
        RowBatch batch = new(RowsOfBatch);
        long[] status = [.. Enumerable.Range(0, rows.Count).Select(_ => random.NextInt64() & ~Exhausted)];
        long[] foreign = [.. status.Select(bits => bits & ~Owned)];
        long[] next = [.. Enumerable.Repeat(RowBatch.Never, rows.Count)];
        long evaluated = 0;
        int resumes = 0;
        for (int step = 0; step < time.Count; step++)
        {
            long now = time.Micros[step];
            if (standsStill && step > 0)
            {
                resumes = step > resumes && random.Next(4) == 0 ? step + random.Next(400) : resumes;
                if (step < resumes)
                {
                    continue;
                }
            }

            // The first is the backfill, which looks at all.
            batch.Count = 0;
            for (int row = 0; row < rows.Count; row++)
            {
                if (next[row] <= now || step == 0)
                {
                    Read(rows, row, status[row], next[row], rows.Allows(row, step) ? RowFlags.BudgetAllows : RowFlags.None, batch);
                }
            }

            rules.Evaluate(batch, new Instant(now), step == 0 ? BudgetRelease.Later : BudgetRelease.Now);
            Write(batch, status, next);
            evaluated += batch.Count;
            if (!standsStill && step > 0)
            {
                ShouldAllHaveChanged(rows, batch);
            }

            Report(rows, rules, time, step, random, batch, status, next);
            for (int row = 0; row < rows.Count; row++)
            {
                if (status[row] != (foreign[row] | rows.Direct(row, step)))
                {
                    throw new ShouldAssertException($"KAIROS_STATE_SEED={s_seed}, {time.ZoneId}, row {row} at {new Instant(now)}: {status[row] & Owned}, and it is {rows.Direct(row, step)}; others' bits {status[row] & ~Owned}, and they are {foreign[row]}; next change {next[row]}, start {rows.Starts[row]}, end {rows.Ends[row]}, {rows.Grids[row]}");
                }

                if (next[row] <= now)
                {
                    throw new ShouldAssertException($"{time.ZoneId}, row {row} at {new Instant(now)}: its next change is {next[row]}");
                }
            }
        }

        return evaluated;
    }

    // In a few half hours a few budgets are used up.
    private static void Report(ChanceRows rows, StateRules rules, HalfHours time, int step, Random random, RowBatch batch, long[] status, long[] next)
    {
        if (random.Next(6) != 0)
        {
            return;
        }

        int row = random.Next(rows.Count);
        if (rows.HasBudget[row])
        {
            batch.Count = 0;
            Read(rows, row, status[row], next[row], RowFlags.ReportedExhausted, batch);
            rules.Evaluate(batch, new Instant(time.Micros[step]), BudgetRelease.Later);
            Write(batch, status, next);
            rows.Exhaust(row, step);
        }
    }

    private static void Read(ChanceRows rows, int row, long status, long next, RowFlags flags, RowBatch batch)
    {
        int at = batch.Count++;
        (batch.Keys[at], batch.Status[at], batch.NextChange[at]) = (row, status, next);
        (batch.Starts[at], batch.Ends[at], batch.Grids[at]) = (rows.Starts[row], rows.Ends[row], rows.Grids[row]);
        batch.Flags[at] = flags | RowFlags.HasGrid;
    }

    private static void Write(RowBatch batch, long[] status, long[] next)
    {
        for (int at = 0; at < batch.Count; at++)
        {
            (status[batch.Keys[at]], next[batch.Keys[at]]) = (batch.NewStatus[at], batch.NewNextChange[at]);
        }
    }

    // Nothing is due for nothing: but for budgets, which are asked at midnight, and quarters, which may change there and back between two ticks.
    private static void ShouldAllHaveChanged(ChanceRows rows, RowBatch batch)
    {
        for (int at = 0; at < batch.Count; at++)
        {
            int row = (int)batch.Keys[at];
            if (batch.Status[at] == batch.NewStatus[at] && !rows.HasBudget[row] && rows.IsCoarse(row))
            {
                throw new ShouldAssertException($"row {row} was due at {new Instant(batch.NextChange[at])}, and its state stayed {batch.NewStatus[at] & Owned}: start {rows.Starts[row]}, end {rows.Ends[row]}, {rows.Grids[row]}");
            }
        }
    }
}
