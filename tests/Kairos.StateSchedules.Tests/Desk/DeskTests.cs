using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.StateSchedules.Tests.Desk;

public sealed class DeskTests : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Status_tells_lag_settings_the_last_tick_and_the_last_pass()
    {
        _rig.AddDue(3);
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);
        MappingView before = (await desk.StatusAsync(CancellationToken.None)).Mappings.ShouldHaveSingleItem();
        await StateRig.TickAsync(host, 0.5);
        MappingView after = (await desk.StatusAsync(StateRig.Name, CancellationToken.None)).Value!;

        (before.Name, before.Table, before.IsEnabled, before.LastTick, before.Pass, before.Lag).ShouldBe((StateRig.Name, "dsp_show_status", true, null, null, TimeSpan.FromMinutes(7)));
        before.OldestChange.ShouldBe(StateRig.Hour(0));
        after.Lag.ShouldBe(TimeSpan.Zero);
        after.OldestChange.ShouldBe(StateRig.Hour(10));
        after.LastTick!.Due.ShouldBe(StateRig.Hour(0.5));
        after.Settings.Settings.ShouldBe(StateSettings.Default);
    }

    [Fact]
    public async Task Status_is_told_where_the_users_database_is_away_and_says_so()
    {
        await using KairosTestHost host = await _rig.AppliedAsync();
        _rig.Table.Before = static (_, _) => throw new StateTableException("The database is away.", isTransient: true);

        MappingView view = (await StateRig.DeskOf(host).StatusAsync(StateRig.Name, CancellationToken.None)).Value!;

        (view.IsEnabled, view.Fault, view.Lag, view.OldestChange).ShouldBe((true, "The database is away.", null, null));
    }

    [Fact]
    public async Task All_databases_are_asked_at_once()
    {
        StateMapping plans = _rig.Mapping with { Name = "plans", NextChange = "plan_change" };
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.AddStateSchedules(_rig.Options with { Mappings = [_rig.Mapping, plans] }), _rig.Time);
        using Barrier both = new(2);

        // A driver that waits before it gives a task, as that of SQLite does.
        _rig.Table.Before = (_, ct) => both.SignalAndWait(TimeSpan.FromSeconds(30), ct) ? Task.CompletedTask : throw new StateTableException("The other was not asked.", isTransient: true);

        (await StateRig.DeskOf(host).StatusAsync(CancellationToken.None)).Mappings.Select(mapping => (mapping.Name, mapping.Fault)).ShouldBe([("plans", null), ("units", null)]);
    }

    [Fact]
    public async Task A_next_change_that_no_calendar_has_is_told_as_the_oldest_there_is()
    {
        _rig.Table[1] = new FakeRow(1) { NextChange = RowBatch.Open };
        await using KairosTestHost host = await _rig.AppliedAsync();

        MappingView view = (await StateRig.DeskOf(host).StatusAsync(StateRig.Name, CancellationToken.None)).Value!;

        (view.OldestChange, view.Fault).ShouldBe((DateTimeOffset.MinValue, null));
        view.Lag!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(365 * 2_000));
    }

    [Fact]
    public async Task Of_a_pause_and_a_resume_at_once_one_stands_and_the_jobs_are_as_it_says()
    {
        _rig.Mapping = _rig.Mapping with { Shard = "shard", Shards = [0, 1], Slices = 2 };
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);
        JobClient jobs = host.Services.GetRequiredService<JobClient>();
        for (int round = 0; round < 50; round++)
        {
            await Task.WhenAll(
                Task.Run(async () => await desk.PauseAsync(StateRig.Name, CancellationToken.None)),
                Task.Run(async () => await desk.ResumeAsync(StateRig.Name, CancellationToken.None)));

            bool isEnabled = (await desk.StatusAsync(StateRig.Name, CancellationToken.None)).Value!.IsEnabled;
            (await jobs.ListAsync(new() { Kind = TickPayload.Kind })).Count.ShouldBe(isEnabled ? 2 : 0, $"round {round}, enabled: {isEnabled}");
        }
    }

    [Fact]
    public async Task Ticks_are_told_over_their_slices_and_attempts_the_newest_first()
    {
        _rig.AddDue(40, shards: 4);
        _rig.Mapping = _rig.Mapping with { Shard = "shard", Shards = [0, 1, 2, 3], Slices = 4 };
        await using KairosTestHost host = await _rig.AppliedAsync();
        int asked = 0;
        _rig.Table.Before = (_, _) => Interlocked.Increment(ref asked) == 1 ? throw new StateTableException("Busy.", isTransient: true) : Task.CompletedTask;

        await host.DrainAsync(StateRig.Hour(1.25));
        TickList list = (await StateRig.DeskOf(host).TicksAsync(StateRig.Name, 10, CancellationToken.None)).Value!;

        list.Ticks.Select(tick => tick.Due).ShouldBe([StateRig.Hour(1), StateRig.Hour(0.5)]);
        TickView first = list.Ticks[1];
        (first.Done, first.Running, first.Failed, first.Skipped).ShouldBe((4, 0, 0, 0));
        (first.Read, first.Written, first.Left).ShouldBe((40, 40, 0));
        first.Flips.ShouldHaveSingleItem().ShouldBe(new Flip("on", "outsideSlots", 40));
        first.Lag.TotalMinutes.ShouldBeInRange(30, 30.1);
        list.Ticks[0].Read.ShouldBe(0);
        (await StateRig.DeskOf(host).TicksAsync(StateRig.Name, 1, CancellationToken.None)).Value!.Ticks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_tick_that_runs_and_one_that_failed_are_told_apart()
    {
        _rig.AddDue(2, shards: 2);
        _rig.Mapping = _rig.Mapping with { Shard = "shard", Shards = [0, 1], Slices = 2 };
        await using KairosTestHost host = await _rig.AppliedAsync();
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        _rig.Table.Before = (_, _) => Interlocked.Increment(ref asked) == 1 ? throw new StateTableException("There is no such column.", isTransient: false) : go.Task;
        _rig.Time.AdvanceTo(StateRig.Hour(0.5));
        await host.UntilAsync<RunCommitted>();

        TickView tick = (await StateRig.DeskOf(host).TicksAsync(StateRig.Name, 1, CancellationToken.None)).Value!.Ticks.ShouldHaveSingleItem();

        (tick.Done, tick.Running, tick.Failed).ShouldBe((0, 1, 1));
        tick.Reasons.ShouldBe(["There is no such column."]);
        go.SetResult();
    }

    [Fact]
    public async Task A_tick_that_waits_for_another_attempt_says_what_it_waits_for()
    {
        _rig.AddDue(2);
        await using KairosTestHost host = await _rig.AppliedAsync();
        _rig.Table.Before = static (_, _) => throw new StateTableException("The database is away.", isTransient: true);
        _rig.Time.AdvanceTo(StateRig.Hour(0.5));
        await host.UntilAsync<RunCommitted>();

        TickView tick = (await StateRig.DeskOf(host).TicksAsync(StateRig.Name, 1, CancellationToken.None)).Value!.Ticks.ShouldHaveSingleItem();

        (tick.Done, tick.Running, tick.Failed).ShouldBe((0, 1, 0));
        tick.Reasons.ShouldBe(["The database is away."]);
    }

    [Fact]
    public async Task A_tick_may_be_asked_for_at_any_time_and_is_one_over_all_slices()
    {
        _rig.AddDue(10);
        _rig.Mapping = _rig.Mapping with { Slices = 2 };
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);

        DateTimeOffset due = (await desk.TickNowAsync(StateRig.Name, CancellationToken.None)).Value!.Due;
        await host.DrainAsync(due.AddMinutes(1));

        TickView tick = (await desk.TicksAsync(StateRig.Name, 10, CancellationToken.None)).Value!.Ticks.ShouldHaveSingleItem();
        (tick.Due, tick.Done, tick.Written).ShouldBe((due, 2, 10));
        await desk.PauseAsync(StateRig.Name, CancellationToken.None);
        (await desk.TickNowAsync(StateRig.Name, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.NotEnabled);
    }

    [Fact]
    public async Task A_forecast_tells_how_many_rows_change_in_each_of_48_half_hours()
    {
        _rig.AddTrue(3);
        _rig.Table[4] = new FakeRow(4) { NextChange = StateRig.At(-5).Micros };
        _rig.Table[5] = new FakeRow(5) { NextChange = StateRig.At(0.5).Micros };
        _rig.Table[6] = new FakeRow(6) { NextChange = StateRig.At(30).Micros };
        await using KairosTestHost host = await _rig.StartAsync();

        FlipForecast forecast = (await StateRig.DeskOf(host).ForecastAsync(StateRig.Name, CancellationToken.None)).Value!;

        forecast.Steps.Length.ShouldBe(48);
        forecast.Steps.Where(step => step.Rows > 0).ShouldBe([new(StateRig.Hour(0), 1), new(StateRig.Hour(0.5), 1), new(StateRig.Hour(10), 3)]);
    }

    [Fact]
    public async Task Settings_are_changed_by_who_has_seen_them_and_only_to_what_can_be_meant()
    {
        await using KairosTestHost host = await _rig.StartAsync();
        StateDesk desk = StateRig.DeskOf(host);
        SettingsView seen = (await desk.SettingsAsync(StateRig.Name, CancellationToken.None)).Value!;
        StateSettings wanted = new() { Mode = TickMode.Full, BatchRows = 10_000, RowsPerSecond = 5, PassRowsPerSecond = 6, Logging = StateLogging.Batches };

        SettingsView set = (await desk.SetAsync(StateRig.Name, wanted, seen.Revision, CancellationToken.None)).Value!;

        set.ShouldBe(new SettingsView(wanted, seen.Revision + 1));
        (await desk.SetAsync(StateRig.Name, StateSettings.Default, seen.Revision, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.Conflict);
        foreach (StateSettings bad in (StateSettings[])[wanted with { BatchRows = 0 }, wanted with { BatchRows = 10_001 }, wanted with { RowsPerSecond = 0 }, wanted with { PassRowsPerSecond = -1 }, wanted with { Mode = (TickMode)7 }, wanted with { Logging = (StateLogging)7 }])
        {
            (await desk.SetAsync(StateRig.Name, bad, null, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.Invalid);
        }
    }

    [Fact]
    public async Task What_is_asked_of_an_unknown_mapping_is_refused_and_the_known_ones_are_named()
    {
        await using KairosTestHost host = await _rig.StartAsync();
        StateDesk desk = StateRig.DeskOf(host);
        CancellationToken none = CancellationToken.None;

        StateRefusal?[] refusals =
        [
            (await desk.StatusAsync("plans", none)).Refusal, (await desk.TicksAsync("plans", 1, none)).Refusal, (await desk.TickNowAsync("plans", none)).Refusal,
            (await desk.StartBackfillAsync("plans", null, none)).Refusal, (await desk.StartRepairAsync("plans", null, none)).Refusal, (await desk.WhyAsync("plans", 1, none)).Refusal,
            (await desk.ForecastAsync("plans", none)).Refusal, (await desk.EditAsync("plans", 1, new ScheduleEdit(), null, none)).Refusal, (await desk.ExhaustedAsync("plans", 1, null, none)).Refusal,
            (await desk.SettingsAsync("plans", none)).Refusal, (await desk.SetAsync("plans", StateSettings.Default, null, none)).Refusal, (await desk.PlanAsync("plans", none)).Refusal,
            (await desk.ApplyAsync("plans", none)).Refusal, (await desk.RemoveAsync("plans", none)).Refusal, (await desk.PauseAsync("plans", none)).Refusal, (await desk.ResumeAsync("plans", none)).Refusal,
        ];

        refusals.ShouldAllBe(refusal => refusal!.Code == StateRefusalCode.UnknownMapping && refusal.Message.Contains("it knows units"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task More_or_fewer_ticks_than_can_be_shown_are_refused(int count)
    {
        await using KairosTestHost host = await _rig.StartAsync();

        (await StateRig.DeskOf(host).TicksAsync(StateRig.Name, count, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.Invalid);
    }

    [Theory]
    [InlineData(null, "type = 'plan'", "next_change", true)]
    [InlineData("type = 'unit'", " type = 'unit'", "next_change", true)]
    [InlineData("type = 'unit'", "type = 'plan'", "next_change", false)]
    [InlineData(null, null, "plan_change", false)]
    public void Two_mappings_that_would_write_each_others_rows_are_refused(string? filter, string? other, string column, bool isRefused)
    {
        StateMapping units = _rig.Mapping with { Filter = filter };
        StateMapping plans = units with { Name = "plans", Filter = other, NextChange = column };
        Action add = () => new ServiceCollection().AddKairos(k => k.AddStateSchedules(_rig.Options with { Mappings = [units, plans] }));

        if (isRefused)
        {
            Should.Throw<ArgumentException>(add).Message.ShouldStartWith("The mapping 'plans' shares rows of dsp_show_status and its column next_change with 'units'");
        }
        else
        {
            Should.NotThrow(add);
        }
    }

    [Fact]
    public void Two_mappings_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddKairos(k => k.AddStateSchedules(_rig.Options with { Mappings = [_rig.Mapping, _rig.Mapping] }))).Message.ShouldContain("'units'");
}
