using Kairos.StateSchedules.Evaluation;
using Kairos.Time;
using static Kairos.StateSchedules.Tests.Evaluation.Rows;

namespace Kairos.StateSchedules.Tests.Evaluation;

/// <summary>In Asia/Shanghai, where a day begins at 16:00 UTC.</summary>
public sealed class BudgetReleaseTests
{
    private const string Midnight = "2026-11-18T16:00:00Z";
    private const string NextMidnight = "2026-11-19T16:00:00Z";
    private const string Nights = "00:00-06:00";

    [Fact]
    public void A_row_with_an_exhausted_budget_is_due_at_midnight_at_the_latest()
    {
        ShouldBecome(One(Exhausted), "2026-11-18T15:59:59Z", BudgetRelease.Now, Exhausted, Midnight);
        ShouldBecome(One(Exhausted, grid: "23:00-23:30"), "2026-11-18T12:00:00Z", BudgetRelease.Now, Exhausted | Outside, "2026-11-18T15:00:00Z");
        ShouldBecome(One(Exhausted, start: "2026-11-25T00:00:00Z"), "2026-11-18T12:00:00Z", BudgetRelease.Now, Exhausted | NotStarted, Midnight);
        ShouldBecome(One(Exhausted, end: "2026-11-18T15:00:00Z"), "2026-11-18T12:00:00Z", BudgetRelease.Now, Exhausted, "2026-11-18T15:00:00Z");
    }

    [Theory]
    [InlineData(Midnight, Midnight)] // on time, to the microsecond
    [InlineData(Midnight, "2026-11-18T16:00:00.7Z")]
    [InlineData("2026-11-18T15:30:00Z", "2026-11-18T16:05:00Z")] // a slot before midnight was missed too
    [InlineData(Midnight, "2026-11-21T04:00:00Z")] // after a standstill of days
    public void A_tick_after_midnight_releases_where_the_budget_allows_and_then_looks_at_the_slots(string due, string now)
    {
        bool isNight = At(now) < At("2026-11-19T00:00:00Z");
        string change = isNight ? "2026-11-18T22:00:00Z" : "2026-11-21T16:00:00Z";
        ShouldBecome(One(Exhausted | Outside, Nights, nextChange: due, flags: RowFlags.BudgetAllows), now, BudgetRelease.Now, isNight ? 0 : Outside, change);
        ShouldBecome(One(Exhausted, nextChange: due, flags: RowFlags.BudgetAllows), now, BudgetRelease.Now, 0, null);
    }

    [Fact]
    public void Where_the_budget_does_not_allow_it_is_asked_again_the_next_midnight() =>
        ShouldBecome(One(Exhausted, nextChange: Midnight), "2026-11-18T16:00:01Z", BudgetRelease.Now, Exhausted, NextMidnight);

    [Theory]
    [InlineData("2026-11-18T16:00:00.000001Z")] // due after midnight: it was looked at since
    [InlineData("2026-11-18T20:00:00Z")]
    [InlineData(null)] // never looked at
    public void Where_no_midnight_has_passed_since_it_was_due_it_is_not_released(string? due) =>
        ShouldBecome(One(Exhausted, nextChange: due, flags: RowFlags.BudgetAllows), "2026-11-18T20:00:01Z", BudgetRelease.Now, Exhausted, NextMidnight);

    [Fact]
    public void A_pass_or_an_edit_releases_nothing_and_leaves_the_row_due()
    {
        ShouldBecome(One(Exhausted, Nights, nextChange: Midnight, flags: RowFlags.BudgetAllows), "2026-11-18T16:00:01Z", BudgetRelease.Later, Exhausted, Midnight);
        ShouldBecome(One(Exhausted, Nights, nextChange: "2026-11-18T22:00:00Z", flags: RowFlags.BudgetAllows), "2026-11-18T16:00:01Z", BudgetRelease.Later, Exhausted, "2026-11-18T22:00:00Z");
        ShouldBecome(One(0, Nights, nextChange: Midnight, flags: RowFlags.BudgetAllows), "2026-11-18T16:00:01Z", BudgetRelease.Later, 0, "2026-11-18T22:00:00Z");
    }

    [Fact]
    public void A_report_sets_the_bit_and_no_midnight_before_it_releases_it()
    {
        ShouldBecome(One(0, nextChange: Midnight, flags: RowFlags.ReportedExhausted), "2026-11-18T16:00:01Z", BudgetRelease.Later, Exhausted, NextMidnight);
        ShouldBecome(One(Exhausted, nextChange: Midnight, flags: RowFlags.ReportedExhausted | RowFlags.BudgetAllows), "2026-11-18T16:00:01Z", BudgetRelease.Now, Exhausted, NextMidnight);
    }

    [Fact]
    public void What_has_ended_waits_for_no_midnight()
    {
        ShouldBecome(One(Exhausted, end: "2026-11-18T15:00:00Z", nextChange: "2026-11-18T15:00:00Z"), "2026-11-18T16:00:01Z", BudgetRelease.Now, Exhausted | Ended, null);
        ShouldBecome(One(Exhausted, end: "2026-11-18T15:00:00Z", nextChange: "2026-11-18T15:00:00Z"), "2026-11-18T16:00:01Z", BudgetRelease.Later, Exhausted | Ended, null);
    }

    [Fact]
    public void What_had_ended_and_goes_on_is_asked_at_once_for_the_midnights_it_did_not_wait_for()
    {
        const string Edited = "2026-11-21T04:00:00Z";
        const string LastMidnight = "2026-11-20T16:00:00Z";
        const string MidnightAfter = "2026-11-21T16:00:00Z";
        ShouldBecome(One(Exhausted | Ended, end: "2026-12-01T00:00:00Z", nextChange: Edited, flags: RowFlags.BudgetAllows), Edited, BudgetRelease.Now, 0, "2026-12-01T00:00:00Z");
        ShouldBecome(One(Exhausted | Ended, end: "2026-12-01T00:00:00Z", nextChange: Edited), Edited, BudgetRelease.Now, Exhausted, MidnightAfter);
        ShouldBecome(One(Exhausted | Ended, end: "2026-12-01T00:00:00Z", nextChange: Edited, flags: RowFlags.BudgetAllows), Edited, BudgetRelease.Later, Exhausted, LastMidnight);
        ShouldBecome(One(Exhausted | Ended, end: "2026-12-01T00:00:00Z", nextChange: Edited, flags: RowFlags.ReportedExhausted), Edited, BudgetRelease.Later, Exhausted, MidnightAfter);
    }

    [Fact]
    public void Without_budgets_in_the_mapping_no_midnight_is_waited_for()
    {
        RowBatch batch = One(Exhausted, nextChange: Midnight);
        new StateRules(MappingOf("Asia/Shanghai", hasBudget: false)).Evaluate(batch, At("2026-11-18T16:00:01Z"), BudgetRelease.Now);
        (batch.NewStatus[0], batch.NewNextChange[0]).ShouldBe((Exhausted, RowBatch.Never));
    }

    private static void ShouldBecome(RowBatch batch, string now, BudgetRelease release, long status, string? next)
    {
        new StateRules(MappingOf("Asia/Shanghai")).Evaluate(batch, At(now), release);
        batch.NewStatus[0].ShouldBe(status);
        (batch.NewNextChange[0] == RowBatch.Never ? null : new Instant(batch.NewNextChange[0]).ToString()).ShouldBe(next is null ? null : At(next).ToString());
    }
}
