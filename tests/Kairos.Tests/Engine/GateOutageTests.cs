using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Engine;

/// <summary>A store that is away when a gate is to be marked costs time, and nothing else.</summary>
public sealed class GateOutageTests
{
    private static readonly DateTimeOffset s_opens = new(2026, 1, 1, 0, 0, 10, TimeSpan.Zero);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly FaultyStore _store = new();
    private readonly SemaphoreSlim _atGate = new(0);
    private int _behind;

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.Greets(
            async (g, c, ct) =>
            {
                if (g.Text != "sentinel")
                {
                    // It opens at once, so that when this returns the mark has been asked for and the timeout stands still.
                    ValueTask<GatePass> gate = c.GateAsync(s_opens, null, g.Text == "deaf" ? CancellationToken.None : ct);
                    _atGate.Release();
                    await gate;
                    Interlocked.Increment(ref _behind);
                }

                return Outcome.Success;
            },
            // Over long before the store is back.
            new KindOptions { Timeout = TimeSpan.FromSeconds(20), Retry = RetryPolicy.None });
    });

    private void FailMarks(bool written)
    {
        Func<string, Task> fail = static verb => verb == "mark" ? FaultyStore.Unavailable : Task.CompletedTask;
        (_store.Before, _store.After) = written ? (_store.Before, fail) : (fail, _store.After);
    }

    private async Task AtGateAsync() => (await _atGate.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();

    /// <summary>The job waits for its mark; the store does not take it.</summary>
    private async Task<JobId> SubmitUnmarkedAsync(KairosTestHost host, string text = "hello")
    {
        if (host.Time.GetUtcNow() < s_opens)
        {
            host.Time.AdvanceTo(s_opens);
        }

        JobId id = await host.SubmitAsync(Greet.Now(text));
        await AtGateAsync();
        await host.Time.GoOnUntilAsync(_store.UntilAsync(() => _store.Refused.Any(m => m.Hold.Id == id)));
        return id;
    }

    private static int Failures(KairosTestHost host) => host.Events.OfType<StoreFailed>().Count(e => e.Work == "mark");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gate_stays_shut_while_the_store_is_away_and_is_passed_late_by_the_same_attempt(bool written)
    {
        await using KairosTestHost host = await StartAsync();
        FailMarks(written);
        JobId id = await SubmitUnmarkedAsync(host);
        DateTimeOffset end = host.Time.GetUtcNow() + s_minute;
        await host.Time.GoOnUntilAsync(host.UntilAsync<StoreFailed>(e => e.At >= Instant.From(end) && Failures(host) >= 20), TimeSpan.FromSeconds(1));
        _behind.ShouldBe(0);

        // Each two seconds, but for the first few.
        Failures(host).ShouldBeLessThanOrEqualTo((int)((host.Time.GetUtcNow() - s_opens).TotalSeconds / 2) + 10);

        await _store.MendAsync(host, "mark");
        RunView run = await host.RunOfAsync(id);

        (run.Outcome, run.Attempt, run.At).ShouldBe((OutcomeCode.Succeeded, 1, Instant.From(s_opens)));
        run.Lateness!.Value.ShouldBeGreaterThanOrEqualTo(s_minute);
        host.Events.OfType<GatePassed>().ShouldHaveSingleItem();
        (host.StartsOf(id), _behind).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Gates_that_come_one_after_the_other_while_the_store_is_away_are_marked_together()
    {
        await using KairosTestHost host = await StartAsync();
        FailMarks(written: false);
        JobId first = await SubmitUnmarkedAsync(host);
        JobId second = await SubmitUnmarkedAsync(host);
        int before = _store.Marks.Count;

        await _store.MendAsync(host, "mark");
        await host.RunOfAsync(first);
        await host.RunOfAsync(second);

        _store.Marks.Skip(before).Select(m => m.Hold.Id).ShouldBe([first, second]);
        _behind.ShouldBe(2);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("deaf")]
    public async Task A_cancel_ends_the_wait_for_a_store_that_is_away_and_the_gate_is_not_marked_any_more(string text)
    {
        await using KairosTestHost host = await StartAsync();
        FailMarks(written: false);
        JobId cancelled = await SubmitUnmarkedAsync(host, text);
        JobId stays = await SubmitUnmarkedAsync(host);

        (await host.Jobs.CancelAsync("ann", cancelled)).ShouldBe(ChangeAnswer.TooLate);
        (await host.RunOfAsync(cancelled)).Outcome.ShouldBe(OutcomeCode.Cancelled);

        int before = _store.Marks.Count;
        await _store.MendAsync(host, "mark");
        (await host.RunOfAsync(stays)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        _store.Marks.Skip(before).Select(m => m.Hold.Id).ShouldBe([stays]);
        (_behind, host.StartsOf(cancelled)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Whoever_gave_up_after_its_mark_was_written_has_not_passed_and_may_be_repeated()
    {
        await using KairosTestHost host = await StartAsync();
        FailMarks(written: true);
        JobId id = await SubmitUnmarkedAsync(host);

        host.Engine.Set.Find(id)!.Cancel(Kairos.Dispatch.CancelReason.Stop);
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Snoozed);
        _behind.ShouldBe(0);

        // The next attempt waits at the gate, too.
        await AtGateAsync();
        await _store.MendAsync(host, "mark");
        (await host.RunOfAsync(id, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        _behind.ShouldBe(1);
    }

    [Fact]
    public async Task A_hold_that_was_lost_while_the_store_was_away_does_not_pass_its_gate()
    {
        await using KairosTestHost host = await StartAsync();
        FailMarks(written: false);
        JobId id = await SubmitUnmarkedAsync(host);

        // As after a take-over: another hold of the job, under a higher fence.
        await _store.ReleaseAsync([new Hold(id, 1)], CancellationToken.None);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<RunStarted>(e => e.Job == id && e.Fence == 2);
        await AtGateAsync();
        await _store.MendAsync(host, "mark");
        await host.UntilAsync<RunRefused>(e => e.Job == id && e.Fence == 1);

        (await host.UntilAsync<RunCommitted>(e => e.Run.Job == id)).Run.Fence.ShouldBe(2);
        _behind.ShouldBe(1);
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("mark", "complete", "release")]
    public async Task A_store_that_is_away_at_a_mark_does_not_keep_the_host_from_stopping(params string[] verbs)
    {
        await using KairosTestHost host = await StartAsync();
        FailMarks(written: false);
        _ = await SubmitUnmarkedAsync(host, "deaf");
        _store.Fail(verbs);

        using CancellationTokenSource giveUp = new();
        Task stop = host.StopAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        (_behind, host.Events.OfType<GatePassed>().Count()).ShouldBe((0, 0));
    }
}
