using Kairos.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Kairos.Testing;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Engine;

/// <summary>An hourly job, a day of standstill from 02:30 to 02:30, and what becomes of the 24 occurrences in it.</summary>
public sealed class MisfireTests : IDisposable
{
    private static readonly DateTimeOffset s_begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(s_begin);

    public void Dispose() => _folder.Dispose();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k => k.UseSqlite(_folder["jobs.db"]).Greets(), _time);

    private static Trigger Hourly(Misfire misfire) =>
        Trigger.Every(TimeSpan.FromHours(1), s_begin.AddHours(1)) with { Conditions = new TriggerConditions { Misfire = misfire } };

    private async Task<(KairosTestHost Host, JobId Id, IReadOnlyList<RunView> Runs)> AfterADayOfStandstillAsync(Trigger trigger)
    {
        JobId id;
        await using (KairosTestHost before = await StartAsync())
        {
            id = await before.SubmitAsync(Greet.Now() with { Trigger = trigger });
            (await before.DrainAsync(s_begin.AddHours(2.5))).Count.ShouldBe(trigger is AtTrigger ? 0 : 2);
        }

        _time.Advance(TimeSpan.FromDays(1));
        KairosTestHost host = await StartAsync();
        return (host, id, await host.DrainAsync(s_begin.AddHours(28.5)));
    }

    private static async Task<RunView> SkippedAsync(KairosTestHost host, JobId id) =>
        (await host.Jobs.RunsAsync(new() { Job = id, Outcome = OutcomeCode.Skipped })).ShouldHaveSingleItem();

    private static DateTimeOffset Hour(int hour) => s_begin.AddHours(hour);

    [Fact]
    public async Task Run_once_for_all_missed_runs_the_first_and_skips_the_others_in_one_record()
    {
        (KairosTestHost host, JobId id, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(Hourly(Misfire.RunOnce));
        await using KairosTestHost _ = host;

        runs.Select(r => r.Due.ToDateTimeOffset()).ShouldBe([Hour(3), Hour(27), Hour(28)]);
        runs[0].Lateness.ShouldBe(TimeSpan.FromHours(23.5));
        (await SkippedAsync(host, id)).Reason.ShouldNotBeNull().ShouldStartWith("23 due instants from 2026-01-01T04:00:00.000000Z to 2026-01-02T02:00:00.000000Z");
    }

    [Fact]
    public async Task Run_runs_each_of_them_late_and_in_order()
    {
        (KairosTestHost host, JobId id, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(Hourly(Misfire.Run));
        await using KairosTestHost _ = host;

        runs.Select(r => r.Due.ToDateTimeOffset()).ShouldBe(Enumerable.Range(3, 26).Select(Hour));
        runs.Count(r => r.Lateness > TimeSpan.Zero).ShouldBe(24);
        (await host.Jobs.RunsAsync(new() { Job = id, Outcome = OutcomeCode.Skipped })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Skip_runs_none_of_them_and_says_so_in_one_record()
    {
        (KairosTestHost host, JobId id, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(Hourly(Misfire.Skip));
        await using KairosTestHost _ = host;

        runs.Select(r => (r.Due.ToDateTimeOffset(), r.Lateness)).ShouldBe([(Hour(27), TimeSpan.Zero), (Hour(28), TimeSpan.Zero)]);
        RunView skipped = await SkippedAsync(host, id);
        skipped.Due.ToDateTimeOffset().ShouldBe(Hour(3));
        skipped.Reason.ShouldBe("24 due instants from 2026-01-01T03:00:00.000000Z to 2026-01-02T02:00:00.000000Z were missed, and its misfire policy is: skip.");
    }

    [Fact]
    public async Task Run_if_younger_runs_those_found_soon_enough_and_skips_the_others()
    {
        (KairosTestHost host, JobId id, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(Hourly(new Misfire(MisfirePolicy.RunIfYounger, TimeSpan.FromHours(2))));
        await using KairosTestHost _ = host;

        runs.Select(r => r.Due.ToDateTimeOffset()).ShouldBe([Hour(25), Hour(26), Hour(27), Hour(28)]);
        runs.Select(r => r.Lateness!.Value.TotalHours).ShouldBe([1.5, 0.5, 0, 0]);
        (await SkippedAsync(host, id)).Reason.ShouldNotBeNull().ShouldStartWith("22 due instants from 2026-01-01T03:00:00.000000Z to 2026-01-02T00:00:00.000000Z");
    }

    [Fact]
    public async Task A_job_that_is_due_once_runs_late_or_ends_skipped_as_its_policy_has_it()
    {
        (KairosTestHost host, JobId late, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(Trigger.At(Hour(5)));
        await using (host)
        {
            runs.ShouldHaveSingleItem().Job.ShouldBe(late);
        }
    }

    [Fact]
    public async Task A_job_that_is_due_once_and_skips_what_is_missed_has_ended_with_a_record()
    {
        Trigger once = Trigger.At(Hour(5)) with { Conditions = new TriggerConditions { Misfire = Misfire.Skip } };
        (KairosTestHost host, JobId id, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(once);
        await using KairosTestHost _ = host;

        runs.ShouldBeEmpty();
        (await SkippedAsync(host, id)).Due.ToDateTimeOffset().ShouldBe(Hour(5));
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_retry_is_no_misfire_however_late_it_is_found()
    {
        int attempts = 0;
        Task<KairosTestHost> Start() => KairosTestHost.StartAsync(
            k => k.UseSqlite(_folder["jobs.db"]).Greets(() => ++attempts == 1 ? new Outcome.Retry("again", TimeSpan.FromHours(1)) : Outcome.Success), _time);
        JobId id;
        await using (KairosTestHost before = await Start())
        {
            id = await before.SubmitAsync(Greet.Now() with { Trigger = Trigger.At(Hour(1)) with { Conditions = new TriggerConditions { Misfire = Misfire.Skip } } });
            (await before.DrainAsync(Hour(1))).ShouldHaveSingleItem();
        }

        _time.Advance(TimeSpan.FromDays(1));
        await using KairosTestHost host = await Start();
        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();
        (run.Job, run.Attempt, run.Outcome).ShouldBe((id, 2, OutcomeCode.Succeeded));
    }

    [Fact]
    public async Task Skipped_occurrences_do_not_count_towards_max_runs()
    {
        Trigger trigger = Hourly(Misfire.Skip);
        (KairosTestHost host, JobId id, IReadOnlyList<RunView> runs) = await AfterADayOfStandstillAsync(trigger with { Conditions = trigger.Conditions with { MaxRuns = 3 } });
        await using KairosTestHost _ = host;

        runs.ShouldHaveSingleItem().Due.ToDateTimeOffset().ShouldBe(Hour(27));
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }
}
