using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Targets;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class TargetGateTests
{
    private static readonly DateTimeOffset s_opens = new(2026, 1, 1, 0, 0, 10, TimeSpan.Zero);
    private readonly FaultyStore _store = new();
    private readonly Dictionary<string, GatePass> _passes = [];

    private Task<KairosTestHost> StartAsync(TimeSpan lead = default, double perSecond = 10, Latch? preparing = null) => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.AddTarget(new TargetOptions { Name = "venue", RequestsPerSecond = perSecond, Lead = lead });
        k.Greets();
        k.Handle("grab", TestJson.Default.Greeting, RunAsync, gate: static _ => new GatePlan(s_opens, "venue"));
        k.Handle("grab.unplanned", TestJson.Default.Greeting, RunAsync);

        async ValueTask<Outcome> RunAsync(Greeting g, JobContext c, CancellationToken ct)
        {
            if (preparing is not null)
            {
                await preparing.PassAsync(ct);
            }

            GatePass pass = await c.GateAsync(s_opens, "venue", ct);
            lock (_passes)
            {
                _passes.Add(g.Text, pass);
            }

            return Outcome.Success;
        }
    });

    private static JobRequest Grab(string who) => Greet.Now(who) with { Kind = "grab" };

    // Taken in time to come: no drift blurs what is to be seen.
    private static void Learn(KairosTestHost host, double lowSeconds, double highSeconds) => host.Engine.Targets.Get("venue").Clock.Learn(new OffsetInterval(
        (long)(lowSeconds * 1_000_000), (long)(highSeconds * 1_000_000), host.Engine.Clock.Steady + TimeSpan.FromDays(1)));

    private static Instant After(double seconds) => Instant.From(s_opens) + TimeSpan.FromSeconds(seconds);

    private async Task PassesAsync(KairosTestHost host, JobId id, DateTimeOffset at)
    {
        host.Time.AdvanceTo(at.AddMicroseconds(-1));
        await host.SettleAsync();
        await host.SettleAsync();
        host.Events.OfType<GatePassed>().ShouldNotContain(e => e.Job == id);
        host.Time.AdvanceTo(at);
        RunView run = await host.RunOfAsync(id);
        (run.Outcome, run.Started, run.Lateness).ShouldBe((OutcomeCode.Succeeded, Instant.From(at), TimeSpan.Zero));
        _store.Marks.Last(m => m.Hold.Id == id).Instant.ShouldBeLessThanOrEqualTo(Instant.From(at));
    }

    [Theory]
    [InlineData(0.700, 0.790, 0, -700)]
    [InlineData(-2.350, -2.300, 0, 2_350)]
    [InlineData(0.700, 0.790, 200, -900)]
    public async Task A_gate_by_a_target_s_clock_opens_when_that_is_sure_to_have_reached_the_instant(double low, double high, int leadMs, int passesMs)
    {
        await using KairosTestHost host = await StartAsync(TimeSpan.FromMilliseconds(leadMs));
        Learn(host, low, high);
        JobId id = await host.SubmitAsync(Grab("ann"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);

        await PassesAsync(host, id, s_opens.AddMilliseconds(passesMs));
    }

    [Fact]
    public async Task The_age_of_what_is_known_moves_the_gate_later_never_earlier()
    {
        await using KairosTestHost host = await StartAsync();
        host.Engine.Targets.Get("venue").Clock.Learn(new OffsetInterval(0, 10_000, host.Engine.Clock.Steady));
        JobId id = await host.SubmitAsync(Grab("ann"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.AdvanceTo(s_opens);
        await host.SettleAsync();
        _passes.ShouldBeEmpty();

        // 100 ppm of 10 s and a little.
        host.Time.Advance(TimeSpan.FromMicroseconds(1_001));
        (await host.RunOfAsync(id)).Lateness.ShouldNotBeNull().ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMicroseconds(5));
    }

    [Fact]
    public async Task Nothing_known_of_the_target_s_clock_fails_the_attempt_with_the_remedy()
    {
        await using KairosTestHost host = await StartAsync();
        RunView run = await host.RunOfAsync(await host.SubmitAsync(Grab("ann")));

        run.Outcome.ShouldBe(OutcomeCode.Retry);
        run.Reason.ShouldNotBeNull().ShouldContain("probe its Date header");
    }

    [Fact]
    public async Task A_clock_that_becomes_known_better_while_a_gate_waits_opens_it_earlier()
    {
        await using KairosTestHost host = await StartAsync();
        Learn(host, -2, 3);
        JobId id = await host.SubmitAsync(Grab("ann"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await host.SettleAsync();

        Learn(host, 2.5, 3);
        await PassesAsync(host, id, s_opens.AddSeconds(-2.5));
    }

    [Fact]
    public async Task A_clock_that_turns_out_to_be_past_the_instant_opens_the_gate_at_once()
    {
        await using KairosTestHost host = await StartAsync();
        Learn(host, 0, 9);
        JobId id = await host.SubmitAsync(Grab("ann"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await host.SettleAsync();

        Learn(host, 8, 9);
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        host.Now().ShouldBe(After(-5));
    }

    [Fact]
    public async Task A_gate_that_opens_before_its_mark_is_marked_again_so_that_a_crash_behind_it_repeats_nothing()
    {
        await using KairosTestHost host = await StartAsync();
        Learn(host, 0, 1);
        JobId id = await host.SubmitAsync(Grab("ann"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.AdvanceTo(s_opens.AddMilliseconds(-240));
        await _store.UntilAsync(() => !_store.Marked.IsEmpty);
        await host.SettleAsync();
        Learn(host, 0.1, 1);
        host.Time.AdvanceTo(s_opens.AddMilliseconds(-100));
        (await host.RunOfAsync(id)).Started.ShouldBe(After(-0.1));

        _store.Marks.Select(m => m.Instant).ShouldBe([After(0), After(-0.1)]);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_step_of_our_clock_while_a_gate_waits_does_not_move_it_on_the_target_s(int seconds)
    {
        await using KairosTestHost host = await StartAsync();
        Learn(host, 0.5, 0.6);
        JobId id = await host.SubmitAsync(Grab("ann"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await host.SettleAsync();
        host.Time.StepWall(TimeSpan.FromSeconds(seconds));
        host.Time.Advance(Alarm.Longest);
        await host.UntilAsync<ClockStepped>();

        await PassesAsync(host, id, s_opens.AddSeconds(seconds - 0.5));
    }

    [Fact]
    public async Task Slots_are_reserved_when_armed_by_priority_and_then_by_submission_and_waits_are_told()
    {
        await using KairosTestHost host = await StartAsync();
        Learn(host, 0, 0);
        DateTimeOffset starts = host.Time.GetUtcNow().AddSeconds(8);
        (string Who, int Priority)[] jobs = [("c", 0), ("a", 5), ("d", 0), ("e", -1), ("b", 5)];
        List<JobId> ids = [];
        foreach ((string who, int priority) in jobs)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(2));
            ids.Add(await host.SubmitAsync(Grab(who) with { Priority = priority, Trigger = Trigger.At(starts) }));
        }

        host.Time.AdvanceTo(starts.AddSeconds(-1));
        foreach (JobId id in ids)
        {
            await host.UntilAsync<JobArmed>(e => e.Job == id);
        }

        host.Time.AdvanceTo(s_opens);
        for (int i = 0; i < 5; i++)
        {
            host.Time.AdvanceTo(s_opens.AddMilliseconds(100 * i));
            await host.UntilAsync<GatePassed>(e => e.Planned == After(0.1 * i));
        }

        await host.DrainAsync();
        _passes.OrderBy(p => p.Value.Passed).Select(p => p.Key).ShouldBe(["a", "b", "c", "d", "e"]);
        _passes["a"].ShouldBe(new GatePass(After(0), After(0), After(0)));
        _passes["d"].BudgetWait.ShouldBe(TimeSpan.FromMilliseconds(300));
        _passes["d"].Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_slot_of_a_job_that_is_cancelled_or_replaced_before_its_start_goes_to_the_next()
    {
        await using KairosTestHost host = await StartAsync();
        Learn(host, 0, 0);
        DateTimeOffset starts = host.Time.GetUtcNow().AddSeconds(4);
        JobId first = await host.SubmitArmedAsync(Grab("first") with { Trigger = Trigger.At(starts) });
        JobId second = await host.SubmitArmedAsync(Grab("second") with { Trigger = Trigger.At(starts), Key = "k" });
        (await host.Jobs.CancelAsync("ann", first)).ShouldBe(ChangeAnswer.Applied);

        // Its second slot becomes the first, for its old content gave that back.
        await host.SubmitAsync(Grab("again") with { Trigger = Trigger.At(starts), Key = "k", Conflict = KeyConflict.Replace });
        await host.UntilAsync<JobArmed>(e => e.Job == second && e.Fence == 2);
        JobId third = await host.SubmitArmedAsync(Grab("third") with { Trigger = Trigger.At(starts) });

        host.Engine.Set.Find(second)!.Slot!.Request.Slot.ShouldBe(After(0));
        host.Engine.Set.Find(third)!.Slot!.Request.Slot.ShouldBe(After(0.1));
    }

    [Fact]
    public async Task Handlers_that_missed_their_slots_do_not_all_go_at_once()
    {
        Latch preparing = new();
        await using KairosTestHost host = await StartAsync(preparing: preparing);
        Learn(host, 0, 0);
        JobId[] ids = [await host.SubmitAsync(Grab("a")), await host.SubmitAsync(Grab("b")), await host.SubmitAsync(Grab("c"))];
        foreach (JobId id in ids)
        {
            await host.UntilAsync<RunStarted>(e => e.Job == id);
        }

        host.Time.AdvanceTo(s_opens.AddSeconds(5));
        preparing.Open();
        for (int i = 0; i < 3; i++)
        {
            host.Time.AdvanceTo(s_opens.AddSeconds(5).AddMilliseconds(100 * i));
            await host.UntilAsync<GatePassed>(e => e.Planned == After(5 + (0.1 * i)));
        }

        await host.DrainAsync();
        _passes.Values.Select(p => p.Passed).Order().ShouldBe([After(5), After(5.1), After(5.2)]);
    }

    [Fact]
    public async Task Gates_without_a_plan_and_requests_of_handlers_draw_on_the_same_budget()
    {
        TimeSpan waited = TimeSpan.MinValue;
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k
            .AddTarget(new TargetOptions { Name = "venue", RequestsPerSecond = 10 })
            .Greets(async (g, c, ct) =>
            {
                if (g.Text == "gate")
                {
                    await c.GateAsync(s_opens, "venue", ct);
                }
                else if (g.Text == "request")
                {
                    ValueTask<TimeSpan> slot = c.RequestAsync("venue", ct);
                    asked.SetResult();
                    waited = await slot;
                }

                return Outcome.Success;
            }));
        Learn(host, 0, 0);
        host.Time.AdvanceTo(s_opens);
        JobId gate = await host.SubmitAsync(Greet.Now("gate"));
        (await host.RunOfAsync(gate)).Started.ShouldBe(After(0));

        JobId request = await host.SubmitAsync(Greet.Now("request"));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await host.SettleAsync();
        host.Events.OfType<RunCommitted>().ShouldNotContain(e => e.Run.Job == request);
        host.Time.Advance(TimeSpan.FromMilliseconds(100));
        await host.RunOfAsync(request);
        waited.ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_target_that_is_not_configured_is_named_with_the_remedy()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(async (_, c, ct) =>
        {
            await c.RequestAsync("nowhere", ct);
            return Outcome.Success;
        }));
        (await host.RunOfAsync(await host.SubmitAsync(Greet.Now()))).Reason.ShouldNotBeNull().ShouldContain("No target 'nowhere' is configured: add it");
    }
}
