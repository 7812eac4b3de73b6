using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Time;
using static Kairos.StateSchedules.Tests.Evaluation.Rows;

namespace Kairos.StateSchedules.Tests.Evaluation;

public sealed class StateRulesTests
{
    // A Wednesday.
    private const string Noon = "2026-11-18T12:00:00Z";
    private const string Hours = "Mon-Fri 08:00-20:00";

    [Theory]
    [InlineData("2026-11-18T07:59:59.999999Z", Outside, "2026-11-18T08:00:00Z")]
    [InlineData("2026-11-18T08:00:00Z", 0, "2026-11-18T20:00:00Z")]
    [InlineData("2026-11-18T19:59:59.999999Z", 0, "2026-11-18T20:00:00Z")]
    [InlineData("2026-11-18T20:00:00Z", Outside, "2026-11-19T08:00:00Z")]
    [InlineData("2026-11-20T20:00:00Z", Outside, "2026-11-23T08:00:00Z")]
    public void A_row_is_outside_its_slots_when_its_grid_is_off(string now, long status, string next) => ShouldBecome(One(grid: Hours), now, status, next);

    [Theory]
    [InlineData("2026-11-18T00:00:00Z", NotStarted, "2026-11-18T10:00:00Z")]
    [InlineData("2026-11-18T09:59:59.999999Z", NotStarted, "2026-11-18T10:00:00Z")]
    [InlineData("2026-11-18T10:00:00Z", 0, "2026-11-18T20:00:00Z")]
    [InlineData("2026-11-18T20:00:00Z", Outside, "2026-11-19T08:00:00Z")]
    [InlineData("2026-11-19T08:00:00Z", 0, "2026-11-19T09:00:00Z")]
    [InlineData("2026-11-19T08:59:59.999999Z", 0, "2026-11-19T09:00:00Z")]
    [InlineData("2026-11-19T09:00:00Z", Ended, null)]
    [InlineData("2026-12-01T09:00:00Z", Ended, null)]
    public void Dates_come_before_slots(string now, long status, string? next) =>
        ShouldBecome(One(grid: Hours, start: "2026-11-18T10:00:00Z", end: "2026-11-19T09:00:00Z"), now, status, next);

    [Theory]
    [InlineData("2026-11-18T04:00:00Z", NotStarted, "2026-11-18T05:00:00Z")]
    [InlineData("2026-11-18T05:00:00Z", Ended, null)]
    [InlineData("2026-11-18T07:00:00Z", Ended, null)]
    [InlineData("2026-11-18T11:00:00Z", Ended, null)]
    public void A_row_that_ends_before_its_start_is_never_within_its_dates(string now, long status, string? next)
    {
        ShouldBecome(One(grid: Hours, start: "2026-11-18T10:00:00Z", end: "2026-11-18T05:00:00Z"), now, status, next);
        ShouldBecome(One(start: "2026-11-18T05:00:00Z", end: "2026-11-18T05:00:00Z"), now, status, next);
    }

    [Fact]
    public void A_row_without_a_grid_is_always_inside_its_slots()
    {
        ShouldBecome(One(status: Outside), Noon, 0, null);
        ShouldBecome(One(end: "2026-11-19T09:00:00Z"), Noon, 0, "2026-11-19T09:00:00Z");
    }

    [Fact]
    public void A_grid_that_never_changes_has_no_next_change()
    {
        ShouldBecome(One(grid: new string('0', 336)), Noon, Outside, null);
        ShouldBecome(One(grid: new string('1', 336)), Noon, 0, null);
    }

    [Fact]
    public void Only_bits_of_the_mapping_are_touched_and_the_pause_never()
    {
        ShouldBecome(One(status: Others | Paused | NotStarted | Ended, grid: Hours), "2026-11-18T20:00:00Z", Others | Paused | Outside, "2026-11-19T08:00:00Z");
        RowBatch batch = One(status: Others | 7, grid: Hours, start: "2026-11-19T00:00:00Z");
        new StateRules(MappingOf(bits: new StateBits { Ended = 32 })).Evaluate(batch, At(Noon), BudgetRelease.Now);
        batch.NewStatus[0].ShouldBe(Others | 7);
    }

    [Fact]
    public void Where_slots_are_not_kept_as_a_bit_their_changes_are_not_waited_for()
    {
        RowBatch batch = One(grid: Hours, end: "2027-01-01T00:00:00Z");
        new StateRules(MappingOf(bits: new StateBits { Ended = 32 })).Evaluate(batch, At(Noon), BudgetRelease.Now);
        batch.NewStatus[0].ShouldBe(0);
        batch.NewNextChange[0].ShouldBe(At("2027-01-01T00:00:00Z").Micros);
    }

    [Fact]
    public void What_can_not_be_read_keeps_its_state_and_is_not_due_again()
    {
        ShouldBecome(One(status: Others | Outside | Exhausted, nextChange: "2026-11-17T23:00:00Z", end: "2026-11-01T00:00:00Z", flags: RowFlags.Unreadable), Noon, Others | Outside | Exhausted, null);
        ShouldBecome(One(status: Outside, flags: RowFlags.Unreadable | RowFlags.ReportedExhausted), Noon, Outside | Exhausted, null);
    }

    [Fact]
    public void The_zone_of_the_mapping_decides()
    {
        // Sunday evenings: the clocks went back by half an hour that morning in April, and forward in October.
        RowBatch batch = One(grid: Hours);
        new StateRules(MappingOf("Australia/Lord_Howe")).Evaluate(batch, At("2026-04-05T12:00:00Z"), BudgetRelease.Now);
        (batch.NewStatus[0], batch.NewNextChange[0]).ShouldBe((Outside, At("2026-04-05T21:30:00Z").Micros));
        new StateRules(MappingOf("Australia/Lord_Howe")).Evaluate(batch, At("2026-10-04T12:00:00Z"), BudgetRelease.Now);
        (batch.NewStatus[0], batch.NewNextChange[0]).ShouldBe((Outside, At("2026-10-04T21:00:00Z").Micros));
    }

    [Fact]
    public void Nothing_is_allocated_for_rows()
    {
        RowBatch batch = new(1_000) { Count = 1_000 };
        for (int row = 0; row < batch.Count; row++)
        {
            RowBatch one = One(status: row % 32, grid: Hours, end: "2027-01-01T00:00:00Z", nextChange: "2026-11-18T00:00:00Z");
            (batch.Status[row], batch.Grids[row], batch.Flags[row], batch.Ends[row]) = (one.Status[0], one.Grids[0], one.Flags[0], one.Ends[0]);
        }

        StateRules rules = new(MappingOf("America/New_York"));
        FlipCounts counts = new();
        rules.Evaluate(batch, At(Noon), BudgetRelease.Now);
        counts.Add(batch, Bits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        rules.Evaluate(batch, At(Noon), BudgetRelease.Now);
        counts.Add(batch, Bits);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void ShouldBecome(RowBatch batch, string now, long status, string? next)
    {
        new StateRules(MappingOf()).Evaluate(batch, At(now), BudgetRelease.Now);
        batch.NewStatus[0].ShouldBe(status);
        (batch.NewNextChange[0] == RowBatch.Never ? null : new Instant(batch.NewNextChange[0]).ToString()).ShouldBe(next is null ? null : At(next).ToString());
    }
}
