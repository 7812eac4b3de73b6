using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class GateTests
{
    private static readonly DateTimeOffset s_opens = new(2026, 1, 1, 0, 0, 10, TimeSpan.Zero);
    private readonly FaultyStore _store = new();
    private int _behind;

    private Task<KairosTestHost> StartAsync(Func<JobContext, Outcome> behind, KindOptions? options = null) => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.Greets(
            async (g, c, ct) =>
            {
                if (g.Text == "sentinel")
                {
                    return Outcome.Success;
                }

                await c.GateAsync(s_opens, null, ct);
                Interlocked.Increment(ref _behind);
                return behind(c);
            },
            options);
    });

    /// <summary>The jobs wait at their gate, and are marked when the lead has begun.</summary>
    private async Task MarkedAsync(KairosTestHost host, params JobId[] ids)
    {
        host.Time.AdvanceTo(s_opens.AddMilliseconds(-200));
        await _store.UntilAsync(() => ids.All(id => _store.Marked.Any(m => m.Hold.Id == id)));
        await host.SettleAsync();
    }

    [Fact]
    public async Task A_gate_is_passed_at_its_instant_and_not_before()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        JobId id = await host.SubmitAsync(Greet.Now());
        await MarkedAsync(host, id);
        host.Time.AdvanceTo(s_opens.AddMicroseconds(-1));
        await host.SettleAsync();
        host.Events.OfType<GatePassed>().ShouldBeEmpty();

        host.Time.AdvanceTo(s_opens);
        RunView run = await host.RunOfAsync(id);

        (run.At, run.Started, run.Outcome).ShouldBe((Instant.From(s_opens), Instant.From(s_opens), OutcomeCode.Succeeded));
        host.Events.OfType<GatePassed>().ShouldHaveSingleItem().At.ShouldBe(Instant.From(s_opens));
    }

    [Fact]
    public async Task The_mark_is_on_disk_before_the_gate_is_passed()
    {
        Latch mark = new();
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        _store.Before = verb => verb == "mark" ? mark.PassAsync() : Task.CompletedTask;
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        await host.SettleAsync();
        host.Time.AdvanceTo(s_opens.AddSeconds(1));
        await mark.Reached;
        await host.SettleAsync();
        _behind.ShouldBe(0);

        mark.Open();
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.FromSeconds(1));
        _store.Marks.ShouldHaveSingleItem().ShouldBe(new Mark(new Hold(id, 1), MarkKind.Gate, Instant.From(s_opens)));
    }

    [Fact]
    public async Task A_gate_whose_instant_has_gone_by_is_passed_at_once_and_lateness_counts_from_the_question()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        host.Time.AdvanceTo(s_opens.AddMinutes(1));
        RunView run = await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));

        (run.At, run.Lateness).ShouldBe((Instant.From(s_opens.AddMinutes(1)), TimeSpan.Zero));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("snooze")]
    [InlineData("exception")]
    [InlineData("cancelled")]
    [InlineData("null")]
    public async Task What_fails_behind_its_gate_is_unknown_and_never_repeated(string how)
    {
        await using KairosTestHost host = await StartAsync(_ => how switch
        {
            "retry" => new Outcome.Retry("again"),
            "snooze" => new Outcome.Snooze(TimeSpan.FromSeconds(1)),
            "exception" => throw new InvalidOperationException("again"),
            "cancelled" => throw new OperationCanceledException(),
            _ => null!,
        });
        await host.SubmitAsync(Greet.Now());
        host.Time.AdvanceTo(s_opens);

        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();

        run.Outcome.ShouldBe(OutcomeCode.Unknown);
        run.Reason.ShouldNotBeNull().ShouldStartWith("Not repeated, its gate was passed");
        _behind.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_gives_up_a_wait_does_not_run_what_follows_it()
    {
        using CancellationTokenSource giveUp = new();
        using ManualResetEventSlim cancelled = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(async (_, job, _) =>
        {
            try
            {
                await job.GateAsync(job.Now.ToDateTimeOffset().AddHours(1), null, giveUp.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled.Wait(TimeSpan.FromSeconds(30), CancellationToken.None).ShouldBeTrue();
            }

            return Outcome.Success;
        }));
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        giveUp.Cancel();
        cancelled.Set();
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_repeating_job_that_ended_as_unknown_goes_on_with_its_next_occurrence()
    {
        await using KairosTestHost host = await StartAsync(c => c.Due == Instant.From(s_opens) ? new Outcome.Retry("again") : Outcome.Success);
        await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), s_opens));

        (await host.DrainAsync(s_opens.AddMinutes(1))).Select(r => r.Outcome).ShouldBe([OutcomeCode.Unknown, OutcomeCode.Succeeded]);
    }

    [Fact]
    public async Task What_a_handler_says_for_sure_behind_its_gate_stands()
    {
        await using KairosTestHost host = await StartAsync(_ => new Outcome.Failed("sold out"));
        JobId id = await host.SubmitAsync(Greet.Now());
        host.Time.AdvanceTo(s_opens);

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Failed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gate_that_is_cancelled_before_it_opens_is_not_passed(bool marked)
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        if (marked)
        {
            await MarkedAsync(host, id);
        }

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Cancelled);
        host.Time.AdvanceTo(s_opens.AddMinutes(1));
        await host.SettleAsync();
        _behind.ShouldBe(0);
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_that_times_out_between_its_mark_and_its_gate_is_repeated()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success, new KindOptions { Timeout = TimeSpan.FromMilliseconds(9_800) });
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.AdvanceTo(s_opens.AddMilliseconds(-230));
        await _store.UntilAsync(() => !_store.Marked.IsEmpty);
        await host.SettleAsync();

        // A token that is cancelled at the instant itself would race with the passing: this is well before.
        host.Engine.Set.Find(id)!.Cancel(CancelReason.Timeout);
        RunView first = await host.RunOfAsync(id);
        (first.Outcome, _behind).ShouldBe((OutcomeCode.Retry, 0));

        await host.DrainAsync();
        _behind.ShouldBe(1);
        (await host.RunOfAsync(id, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_mark_that_fails_by_a_fault_which_time_does_not_mend_fails_the_attempt_and_the_gate_stays_shut()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        _store.Before = verb => verb == "mark" ? throw new InvalidOperationException("A bug, for the test.") : Task.CompletedTask;
        JobId id = await host.SubmitAsync(Greet.Now());
        host.Time.AdvanceTo(s_opens);
        RunView first = await host.RunOfAsync(id);
        (first.Outcome, _behind).ShouldBe((OutcomeCode.Retry, 0));
        _store.Mend();

        await host.DrainAsync();

        (await host.RunOfAsync(id, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        _behind.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_gate_is_refused()
    {
        InvalidOperationException? refused = null;
        await using KairosTestHost host = await StartAsync(c =>
        {
            refused = Should.Throw<InvalidOperationException>(() => c.GateAsync(s_opens, null, CancellationToken.None).AsTask().GetAwaiter().GetResult());
            return Outcome.Success;
        });
        JobId id = await host.SubmitAsync(Greet.Now());
        host.Time.AdvanceTo(s_opens);
        await host.RunOfAsync(id);

        refused.ShouldNotBeNull().Message.ShouldContain("there is no second");
    }

    [Fact]
    public async Task A_forward_step_of_the_clock_opens_a_gate_that_it_jumped_over()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        await host.SettleAsync();
        host.Time.StepWall(TimeSpan.FromHours(1));
        host.Time.Advance(Alarm.Longest);

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_gate_marked_before_a_backward_step_waits_for_its_instant_by_the_new_clock_and_heeds_its_token()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success, new KindOptions { Timeout = TimeSpan.FromDays(1) });
        JobId waits = await host.SubmitAsync(Greet.Now());
        JobId cancelled = await host.SubmitAsync(Greet.Now());
        await MarkedAsync(host, waits, cancelled);
        host.Time.StepWall(TimeSpan.FromHours(-1));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.SettleAsync();
        _behind.ShouldBe(0);
        (await host.Jobs.CancelAsync("ann", cancelled)).ShouldBe(ChangeAnswer.TooLate);
        (await host.RunOfAsync(cancelled)).Outcome.ShouldBe(OutcomeCode.Cancelled);

        host.Time.AdvanceTo(s_opens.AddMicroseconds(-1));
        await host.SettleAsync();
        _behind.ShouldBe(0);
        host.Time.AdvanceTo(s_opens);
        (await host.RunOfAsync(waits)).Lateness.ShouldBe(TimeSpan.Zero);
        _behind.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_whose_hold_is_no_longer_good_does_not_pass_its_gate()
    {
        await using KairosTestHost host = await StartAsync(_ => Outcome.Success);
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);

        // As after a take-over: another hold of the job, under a higher fence.
        await _store.ReleaseAsync([new Hold(id, 1)], CancellationToken.None);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<RunStarted>(e => e.Job == id && e.Fence == 2);
        host.Time.AdvanceTo(s_opens);
        await host.UntilAsync<RunRefused>(e => e.Job == id && e.Fence == 1);
        (await host.RunOfAsync(id)).Fence.ShouldBe(2);

        _behind.ShouldBe(1);
    }
}
