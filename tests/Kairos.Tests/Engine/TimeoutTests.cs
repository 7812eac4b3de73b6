using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class TimeoutTests
{
    private static readonly KindOptions s_options = new() { Timeout = TimeSpan.FromSeconds(10), Retry = RetryPolicy.None };
    private readonly Latch _running = new();

    private Task<KairosTestHost> StartAsync(KindOptions options, bool heeds, Func<Outcome>? late = null) => KairosTestHost.StartAsync(k =>
    {
        k.Dispatch = new DispatchOptions { OverdueAtOnce = 1, AbandonAfter = TimeSpan.FromSeconds(30) };
        k.Greets(
            async (g, c, ct) =>
            {
                if (g.Text == "sentinel")
                {
                    return Outcome.Success;
                }

                if (g.Text == "gated")
                {
                    await c.GateAsync(c.Now.ToDateTimeOffset(), null, ct);
                }

                await _running.PassAsync(heeds ? ct : CancellationToken.None);
                return late?.Invoke() ?? Outcome.Success;
            },
            options);
    });

    private async Task TimeOutAsync(KairosTestHost host, TimeSpan after)
    {
        await _running.Reached;
        host.Time.Advance(after);
    }

    [Fact]
    public async Task A_handler_is_told_at_its_timeout_and_not_before()
    {
        await using KairosTestHost host = await StartAsync(s_options, heeds: true);
        JobId id = await host.SubmitAsync(Greet.Now());
        await TimeOutAsync(host, TimeSpan.FromMilliseconds(9_999));
        host.Engine.Set.Find(id)!.Token.IsCancellationRequested.ShouldBeFalse();

        host.Time.Advance(TimeSpan.FromMilliseconds(251));
        RunView run = await host.RunOfAsync(id);

        (run.Outcome, run.Reason).ShouldBe((OutcomeCode.Failed, "Attempt 1 of 1: Timed out after 00:00:10."));
    }

    [Fact]
    public async Task A_handler_that_ends_well_after_it_was_told_has_succeeded()
    {
        await using KairosTestHost host = await StartAsync(s_options, heeds: false);
        JobId id = await host.SubmitAsync(Greet.Now());
        await TimeOutAsync(host, TimeSpan.FromSeconds(15));
        host.Engine.Set.Find(id)!.Token.IsCancellationRequested.ShouldBeTrue();
        _running.Open();

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Theory]
    [InlineData("hello", OutcomeCode.Failed)]
    [InlineData("gated", OutcomeCode.Unknown)]
    public async Task A_handler_that_does_not_heed_its_token_is_given_up_and_its_late_result_discarded(string text, OutcomeCode outcome)
    {
        await using KairosTestHost host = await StartAsync(s_options, heeds: false, () => Outcome.Success.Then(Greet.Now("follow-up")));
        JobId id = await host.SubmitAsync(Greet.Now(text));
        await TimeOutAsync(host, TimeSpan.FromSeconds(39));
        await host.SettleAsync();
        host.Events.OfType<HandlerAbandoned>().ShouldBeEmpty();
        host.Time.Advance(TimeSpan.FromMilliseconds(1_250));
        RunView run = await host.RunOfAsync(id);
        run.Outcome.ShouldBe(outcome);
        run.Reason.ShouldNotBeNull().ShouldContain("was given up");

        _running.Open();
        await host.SettleAsync();
        (await host.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
        (await host.Jobs.ListAsync(new())).ShouldBeEmpty();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task An_abandoned_handler_keeps_its_place_in_the_lane_until_it_ends()
    {
        await using KairosTestHost host = await StartAsync(s_options, heeds: false);
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId hangs = await host.SubmitAsync(Greet.At(start.AddMinutes(-2)));
        await _running.Reached;
        JobId next = await host.SubmitArmedAsync(Greet.At(start.AddMinutes(-1), "sentinel"));
        host.Time.Advance(TimeSpan.FromSeconds(41));
        await host.RunOfAsync(hangs);
        await host.SettleAsync();
        host.StartsOf(next).ShouldBe(0);

        _running.Open();
        (await host.RunOfAsync(next)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_repeating_job_goes_on_after_a_handler_was_abandoned_beside_it()
    {
        await using KairosTestHost host = await StartAsync(s_options, heeds: false);
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));
        await TimeOutAsync(host, TimeSpan.FromSeconds(41));
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Failed);
        _running.Open();

        (await host.DrainAsync(start.AddMinutes(2))).Select(r => r.Outcome).ShouldBe([OutcomeCode.Succeeded, OutcomeCode.Succeeded]);
    }

    [Fact]
    public async Task The_longest_timeout_there_is_is_none()
    {
        await using KairosTestHost host = await StartAsync(new KindOptions { Timeout = TimeSpan.MaxValue }, heeds: true);
        JobId id = await host.SubmitAsync(Greet.Now());
        await TimeOutAsync(host, TimeSpan.FromHours(3));
        await host.SettleAsync();
        _running.Open();

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_step_of_the_wall_clock_times_nobody_out()
    {
        await using KairosTestHost host = await StartAsync(s_options, heeds: true);
        JobId id = await host.SubmitAsync(Greet.Now());
        await _running.Reached;
        host.Time.StepWall(TimeSpan.FromHours(5));
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await host.SettleAsync();
        _running.Open();

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }
}
