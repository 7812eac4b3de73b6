using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Engine;

public sealed class ConditionTests
{
    private static Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k => k.Greets());

    [Fact]
    public async Task Jitter_moves_the_start_and_not_the_due_instant_the_same_for_each_submit_of_a_key()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset anchor = host.Time.GetUtcNow().AddHours(1);
        Trigger every = Trigger.Every(TimeSpan.FromHours(1), anchor) with { Conditions = new TriggerConditions { Jitter = TimeSpan.FromMinutes(10) } };
        JobRequest request = Greet.Now() with { Trigger = every, Key = "one", Conflict = KeyConflict.Replace };
        JobId id = await host.SubmitAsync(request);
        Instant planned = (await host.Jobs.FindAsync("ann", id))!.At;
        (await host.SubmitAsync(request)).ShouldBe(id);
        (await host.Jobs.FindAsync("ann", id))!.At.ShouldBe(planned);

        IReadOnlyList<RunView> runs = await host.DrainAsync(anchor.AddHours(20));

        runs.Select(r => r.Due.ToDateTimeOffset()).ShouldBe(Enumerable.Range(0, runs.Count).Select(i => anchor.AddHours(i)));
        runs[0].At.ShouldBe(planned);
        runs.ShouldAllBe(r => r.At >= r.Due && r.At < r.Due + TimeSpan.FromMinutes(10) && r.Started == r.At);
        runs.Select(r => r.At - r.Due).Distinct().Count().ShouldBe(runs.Count);
    }

    [Fact]
    public async Task A_window_drops_what_is_due_outside_and_an_end_ends_the_job()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        TriggerConditions conditions = new() { Window = WeeklyRanges.Parse("01:00-02:00"), End = Instant.From(begin.AddDays(1).AddHours(1.5)) };
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = new EveryTrigger(TimeSpan.FromMinutes(30), Instant.From(begin)) { Conditions = conditions } });

        (await host.DrainAsync()).Select(r => (r.Due.ToDateTimeOffset() - begin).TotalHours).ShouldBe([1, 1.5, 25]);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_hashed_cron_expression_is_given_its_seed_by_the_submit()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = Trigger.Cron("H H * * *") });
        Trigger stored = TriggerJson.Read((await host.Jobs.FindAsync("ann", id))!.Trigger!);
        stored.NeedsSeed.ShouldBeFalse();
        (await host.DrainAsync(host.Time.GetUtcNow().AddDays(3))).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Every_without_an_anchor_begins_with_the_submit_and_a_repeated_submit_is_the_same_request()
    {
        await using KairosTestHost host = await StartAsync();
        JobRequest request = Greet.Now() with { Trigger = new EveryTrigger(TimeSpan.FromMinutes(1), null), IdempotencyKey = "k" };
        JobId id = await host.SubmitAsync(request);
        await host.RunOfAsync(id);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        (await host.Jobs.SubmitAsync(request)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, id));
    }

    [Fact]
    public async Task The_last_occurrence_has_its_retries()
    {
        int attempts = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => ++attempts == 1 ? new Outcome.Retry("again", TimeSpan.FromSeconds(30)) : Outcome.Success));
        Trigger once = Trigger.Every(TimeSpan.FromSeconds(10), host.Time.GetUtcNow()) with { Conditions = new TriggerConditions { MaxRuns = 1 } };
        await host.SubmitAsync(Greet.Now() with { Trigger = once });

        (await host.DrainAsync()).Select(r => r.Outcome).ShouldBe([OutcomeCode.Retry, OutcomeCode.Succeeded]);
    }

    [Fact]
    public async Task Nothing_starts_at_the_end_or_later_a_retry_neither()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => new Outcome.Retry("again", TimeSpan.FromSeconds(30))));
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(10);
        Trigger ends = Trigger.At(at) with { Conditions = new TriggerConditions { End = Instant.From(at.AddSeconds(20)) } };
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = ends });

        (await host.DrainAsync()).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Retry);
        (await host.Jobs.RunsAsync(new() { Job = id, Outcome = OutcomeCode.Skipped })).ShouldHaveSingleItem().Reason.ShouldNotBeNull().ShouldContain("has come");
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_edit_draws_chance_as_the_submit_did()
    {
        await using KairosTestHost host = await StartAsync();
        Trigger every = Trigger.Every(TimeSpan.FromHours(1), host.Time.GetUtcNow().AddHours(1)) with { Conditions = new TriggerConditions { Jitter = TimeSpan.FromMinutes(30) } };
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = every, Key = "k" });
        JobView before = (await host.Jobs.FindAsync("ann", id))!;
        (await host.Jobs.EditAsync("ann", id, new JobEdit { Trigger = every })).ShouldBe(ChangeAnswer.Applied);
        (await host.Jobs.FindAsync("ann", id))!.At.ShouldBe(before.At);
    }

    [Fact]
    public async Task A_composition_that_can_not_be_is_refused_with_the_remedy()
    {
        await using KairosTestHost host = await StartAsync();
        Trigger jumpy = Trigger.Every(TimeSpan.FromMinutes(1), host.Time.GetUtcNow()) with { Conditions = new TriggerConditions { Jitter = TimeSpan.FromMinutes(1) } };
        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAsync(Greet.Now() with { Trigger = jumpy }))).Message.ShouldContain("give less than 1m");
        Trigger never = Trigger.Cron("0 0 30 2 *");
        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAsync(Greet.Now() with { Trigger = never }))).Message.ShouldContain("yields no instant");
    }
}
