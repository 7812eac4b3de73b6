using Kairos.Events;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Engine;

/// <summary>A watch each minute keeps away from grabs.</summary>
public sealed class QuietTests
{
    private const string Grab = "grab";
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FaultyStore _store = new();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.Greets();
        k.Handle(Grab, TestJson.Default.Greeting, static (_, _, _) => ValueTask.FromResult(Outcome.Success), new KindOptions { Quiets = true });
    });

    private static JobRequest Watch(DateTimeOffset anchor, TriggerConditions? conditions = null) => Greet.Now("watch") with
    {
        Trigger = new EveryTrigger(s_minute, Instant.From(anchor)) { Conditions = (conditions ?? TriggerConditions.None) with { Quiet = s_quiet } },
    };

    private static readonly QuietRule s_quiet = new()
    {
        Kinds = [Grab],
        Before = TimeSpan.FromSeconds(60),
        After = TimeSpan.FromSeconds(90),
        Merge = TimeSpan.FromMinutes(5),
    };

    private static JobRequest GrabAt(DateTimeOffset at, string owner = "bob") =>
        JobRequest.Of(Grab, owner, new Greeting("grab"), TestJson.Default.Greeting) with { Trigger = Trigger.At(at) };

    private static double[] StartsOf(IReadOnlyList<RunView> runs, JobId id, DateTimeOffset begin) =>
        [.. runs.Where(r => r.Job == id).Select(r => (r.Started!.Value.ToDateTimeOffset() - begin).TotalMinutes)];

    [Fact]
    public async Task Nothing_starts_from_before_a_grab_to_after_it_and_what_was_due_starts_once_at_the_end()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId watch = await host.SubmitAsync(Watch(begin));
        JobId grab = await host.SubmitAsync(GrabAt(begin.AddMinutes(10)));

        IReadOnlyList<RunView> runs = await host.DrainAsync(begin.AddMinutes(14));

        StartsOf(runs, watch, begin).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 11.5, 12, 13, 14]);
        StartsOf(runs, grab, begin).ShouldBe([10]);
        host.Events.OfType<OccurrenceNotStarted>().ShouldHaveSingleItem().Reason.ShouldNotBeNull().ShouldContain("keeps away from grab");
        (await host.Jobs.RunsAsync(new() { Job = watch, Outcome = OutcomeCode.Skipped })).ShouldHaveSingleItem().Reason.ShouldNotBeNull().ShouldStartWith("2 due instants");
    }

    [Fact]
    public async Task Grabs_near_each_other_make_one_span_and_a_cancelled_one_makes_none()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId watch = await host.SubmitAsync(Watch(begin));
        await host.SubmitAsync(GrabAt(begin.AddMinutes(5)));
        await host.SubmitAsync(GrabAt(begin.AddMinutes(9), "eve"));
        JobId given_up = await host.SubmitAsync(GrabAt(begin.AddMinutes(20)));
        (await host.Jobs.CancelAsync("bob", given_up)).ShouldBe(ChangeAnswer.Applied);

        StartsOf(await host.DrainAsync(begin.AddMinutes(22)), watch, begin).ShouldBe([0, 1, 2, 3, 10.5, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
    }

    [Fact]
    public async Task A_grab_that_is_acknowledged_holds_back_what_is_in_memory_already()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId watch = await host.SubmitArmedAsync(Watch(begin.AddSeconds(4)));

        await host.SubmitAsync(GrabAt(begin.AddSeconds(30)));

        StartsOf(await host.DrainAsync(begin.AddMinutes(3)), watch, begin).ShouldBe([2, 2 + (4.0 / 60)]);
    }

    [Fact]
    public async Task A_grab_that_is_edited_or_run_now_holds_back_what_is_in_memory_too()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId watch = await host.SubmitArmedAsync(Watch(begin.AddSeconds(4)));
        JobId edited = await host.SubmitAsync(GrabAt(begin.AddHours(5)));
        (await host.Jobs.EditAsync("bob", edited, new JobEdit { Trigger = Trigger.At(begin.AddSeconds(30)) })).ShouldBe(ChangeAnswer.Applied);
        StartsOf(await host.DrainAsync(begin.AddMinutes(2)), watch, begin).ShouldBe([2]);

        JobId waiting = await host.SubmitAsync(GrabAt(begin.AddHours(5), "eve"));
        host.Time.AdvanceTo(begin.AddMinutes(3).AddSeconds(3));
        (await host.Jobs.RunNowAsync("eve", waiting)).ShouldBe(ChangeAnswer.Applied);
        StartsOf(await host.DrainAsync(begin.AddMinutes(5)), watch, begin).Where(m => m > 3 + (3.0 / 60)).ShouldBe([4.55]);
    }

    [Fact]
    public async Task A_rule_does_not_keep_away_from_its_own_kind()
    {
        await using KairosTestHost host = await StartAsync();
        JobRequest own = GrabAt(host.Time.GetUtcNow()) with { Trigger = Trigger.Every(s_minute, host.Time.GetUtcNow()) with { Conditions = new TriggerConditions { Quiet = s_quiet } } };
        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAsync(own))).Message.ShouldContain("own kind");
    }

    [Fact]
    public async Task What_has_been_kept_away_for_a_day_is_skipped_with_a_record()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        QuietRule quiet = new() { Instants = [.. Enumerable.Range(0, 100).Select(i => Instant.From(begin.AddMinutes(30 * i)))], Before = s_minute, After = TimeSpan.FromMinutes(30) };
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = Trigger.At(begin.AddMinutes(5)) with { Conditions = new TriggerConditions { Quiet = quiet } } });

        (await host.DrainAsync(begin.AddDays(3))).ShouldBeEmpty();
        (await host.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem().Reason.ShouldNotBeNull().ShouldContain("kept away for a day");
    }

    [Fact]
    public async Task What_would_start_outside_of_its_window_is_dropped_with_a_record()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId watch = await host.SubmitAsync(Watch(begin, new TriggerConditions { Window = WeeklyRanges.Parse("00:00-00:11; 00:20-00:22") }));
        await host.SubmitAsync(GrabAt(begin.AddMinutes(10)));

        StartsOf(await host.DrainAsync(begin.AddMinutes(30)), watch, begin).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 21]);
        IReadOnlyList<RunView> skipped = await host.Jobs.RunsAsync(new() { Job = watch, Outcome = OutcomeCode.Skipped });
        skipped.ShouldAllBe(r => r.Reason!.Contains("window has closed"));
        skipped.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_poll_that_would_start_outside_of_its_window_starts_at_the_next_opening()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        TriggerConditions conditions = new() { Quiet = s_quiet, Window = WeeklyRanges.Parse("00:00-00:11; 00:20-00:22") };
        JobId poll = await host.SubmitAsync(Greet.Now() with { Trigger = PollTrigger.OneOf(TimeSpan.FromMinutes(9)) with { Conditions = conditions } });
        await host.SubmitAsync(GrabAt(begin.AddMinutes(10)));

        StartsOf(await host.DrainAsync(begin.AddMinutes(25)), poll, begin).ShouldBe([20]);
    }

    [Fact]
    public async Task Fixed_instants_need_no_other_job()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset begin = host.Time.GetUtcNow();
        QuietRule quiet = new() { Instants = [Instant.From(begin.AddMinutes(3))], After = TimeSpan.FromSeconds(30) };
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = new EveryTrigger(s_minute, Instant.From(begin)) { Conditions = new TriggerConditions { Quiet = quiet } } });

        StartsOf(await host.DrainAsync(begin.AddMinutes(4)), id, begin).ShouldBe([0, 1, 2, 3.5, 4]);
    }
}
