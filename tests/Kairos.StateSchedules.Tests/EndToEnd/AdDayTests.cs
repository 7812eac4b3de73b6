using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tests.Schema;

namespace Kairos.StateSchedules.Tests.EndToEnd;

/// <summary>A day of an ad platform, from the file of its mapping to the table without a trace.</summary>
public abstract class AdDayTests
{
    [Fact]
    public async Task A_table_is_taken_in_kept_true_through_a_day_and_given_back_as_it_was()
    {
        await using AdDay day = await AdDay.BeginAsync(await OpenAsync());
        StateDesk desk = day.Desk;
        CancellationToken ct = CancellationToken.None;
        await day.AddAsync(1, slots: (36, 38));
        await day.AddAsync(2, slots: (37, 48));
        await day.AddAsync(3, start: 10.5);
        await day.AddAsync(4, end: 10.5);
        await day.AddAsync(5);
        await day.AddAsync(6, paused: true, status: 32);
        await day.AddAsync(7, slots: (0, 1), type: "plan");
        await day.AddAsync(8);
        await day.RunAsync("insert into ad_budget (unit_id, spent, daily) values (5, 9, 10), (8, 10, 10)");
        string? before = await day.SchemaAsync();

        // Taken in: nothing is done before it is asked for, and then all of it.
        InstallView plan = (await desk.PlanAsync(AdDay.Name, ct)).Value!;
        plan.Steps.ShouldAllBe(step => !step.IsDone && step.Statements.Length > 0);
        (await desk.ResumeAsync(AdDay.Name, ct)).Refusal!.Code.ShouldBe(StateRefusalCode.NotInstalled);
        (await day.SchemaAsync()).ShouldBe(before);
        (await desk.ApplyAsync(AdDay.Name, ct)).Value!.Steps.ShouldAllBe(step => step.IsDone);
        (await day.StatusAsync()).ShouldBe("0 0 0 0 0 32 0 0");
        PassView filled = await day.EndAsync(await desk.StartBackfillAsync(AdDay.Name, null, ct));
        (filled.State, filled.Counts.Read, filled.Counts.StatusWrong).ShouldBe((PassState.Done, 7, 2));
        (await day.StatusAsync()).ShouldBe("0 4 1 0 0 32 0 0");

        // The half hours to come, and then two of them: what flips, and nothing else.
        FlipForecast forecast = (await desk.ForecastAsync(AdDay.Name, ct)).Value!;
        forecast.Steps.Take(4).Select(static step => step.Rows).ShouldBe([0, 3, 1, 0]);
        TickView first = await day.TickAsync(10.5);
        (first.Due, first.Done, first.Written, first.Left).ShouldBe((day.Day.AddHours(10.5), 2, 3, 0));
        first.Flips.Select(static flip => (flip.From, flip.To, flip.Rows)).ShouldBe([("notStarted", "on", 1), ("on", "ended", 1), ("outsideSlots", "on", 1)]);
        (await day.StatusAsync()).ShouldBe("0 0 0 2 0 32 0 0");

        // A statement of the user's own is seen by the next tick; row 1 leaves its slots with it.
        await day.RunAsync($"update ad_unit set time_series = '{new string('0', 336)}' where id = 3");
        (await day.WhyAsync(3)).IsDue.ShouldBeTrue();
        (await day.TickAsync(11)).Flips.ShouldHaveSingleItem().Rows.ShouldBe(2);
        (await day.StatusAsync()).ShouldBe("4 0 4 2 0 32 0 0");

        // Used up: off at once, until midnight in Shanghai, for the one that has budget by then; row 2 leaves its slots there.
        RowWhy off = (await desk.ExhaustedAsync(AdDay.Name, 5, at: null, ct)).Value!;
        (off.State, off.NextChange, off.IsTrue).ShouldBe(("budgetExhausted", day.Day.AddHours(16), true));
        (await desk.ExhaustedAsync(AdDay.Name, 8, at: null, ct)).Refusal.ShouldBeNull();
        (await day.TickAsync(15.5)).Written.ShouldBe(0);
        (await day.StatusAsync()).ShouldBe("4 0 4 2 8 32 0 8");
        (await day.TickAsync(16)).Written.ShouldBe(3);
        (await day.StatusAsync()).ShouldBe("4 4 4 2 0 32 0 8");
        (await day.WhyAsync(8)).NextChange.ShouldBe(day.Day.AddHours(40));

        // What somebody has made false is seen, and mended by a repair.
        await day.RunAsync($"update dsp_show_status set next_change = {day.Next(1_000)} where id = 1");
        RowWhy wrong = await day.WhyAsync(1);
        (wrong.State, wrong.IsTrue, wrong.NextOn).ShouldBe(("outsideSlots", false, day.Day.AddHours(34)));
        PassView mended = await day.EndAsync(await desk.StartRepairAsync(AdDay.Name, null, ct));
        (mended.What, mended.State, mended.Counts.Different, mended.Counts.NextChangeWrong).ShouldBe((PassKind.Repair, PassState.Done, 1, 1));
        mended.Counts.DifferentKeys.ShouldBe([1]);
        RowWhy right = await day.WhyAsync(1);
        (right.IsTrue, right.StoredNextChange).ShouldBe((true, day.Day.AddHours(34)));

        // Given back: nothing of it is left, and what the rows hold stays.
        (await desk.RemoveAsync(AdDay.Name, ct)).Value!.Steps.ShouldAllBe(step => step.IsDone);
        (await day.SchemaAsync()).ShouldBe(before);
        (await day.StatusAsync()).ShouldBe("4 4 4 2 0 32 0 8");
        (await day.LiveJobsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_that_does_not_fit_is_told_by_the_plan_and_taken_in_by_nobody()
    {
        await using AdDay day = await AdDay.BeginAsync(await OpenAsync());
        await day.RunAsync("alter table ad_unit drop column end_at");
        string? before = await day.SchemaAsync();

        SchemaFinding finding = (await day.Desk.PlanAsync(AdDay.Name, CancellationToken.None)).Value!.Findings[0];
        (finding.Severity, finding.Table, finding.Column).ShouldBe((FindingSeverity.Error, "ad_unit", "end_at"));
        StateRefusal refusal = (await day.Desk.ApplyAsync(AdDay.Name, CancellationToken.None)).Refusal!;
        (refusal.Code, refusal.Findings[0]).ShouldBe((StateRefusalCode.DoesNotFit, finding));
        (await day.SchemaAsync()).ShouldBe(before);
        (await day.LiveJobsAsync()).ShouldBeEmpty();
    }

    private protected abstract Task<UserDatabase> OpenAsync();
}

public sealed class PostgreSqlDayTests(PostgresFixture server) : AdDayTests
{
    private protected override Task<UserDatabase> OpenAsync() => UserDatabase.PostgreSqlAsync(server);
}

public sealed class SqliteDayTests : AdDayTests
{
    private protected override Task<UserDatabase> OpenAsync() => UserDatabase.SqliteAsync();
}
