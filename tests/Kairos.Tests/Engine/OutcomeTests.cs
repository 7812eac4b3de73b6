using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;

namespace Kairos.Tests.Engine;

public sealed class OutcomeTests
{
    public static TheoryData<Outcome, OutcomeCode, string?> Ends => new()
    {
        { Outcome.Success, OutcomeCode.Succeeded, null },
        { new Outcome.Succeeded { Reason = "booked" }, OutcomeCode.Succeeded, "booked" },
        { new Outcome.Failed("sold out"), OutcomeCode.Failed, "sold out" },
        { new Outcome.NeedsHuman("log in"), OutcomeCode.NeedsHuman, "log in" },
        { new Outcome.Cancelled("not wanted"), OutcomeCode.Cancelled, "not wanted" },
        { new Outcome.Skipped("done elsewhere"), OutcomeCode.Skipped, "done elsewhere" },
    };

    [Theory]
    [MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public async Task What_a_handler_returns_ends_a_job_that_is_due_once(Outcome outcome, OutcomeCode code, string? reason)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => outcome));
        JobId id = await host.SubmitAsync(Greet.Now());

        RunView run = await host.RunOfAsync(id);

        (run.Outcome, run.Reason).ShouldBe((code, reason));
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
        (await host.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem().Outcome.ShouldBe(code);
    }

    [Theory]
    [MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public async Task What_ends_an_occurrence_does_not_end_a_job_that_repeats(Outcome outcome, OutcomeCode code, string? reason)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => outcome));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));

        IReadOnlyList<RunView> runs = await host.DrainAsync(start.AddMinutes(2));

        runs.Select(r => (r.Outcome, r.Reason, r.Attempt)).ShouldBe(Enumerable.Repeat((code, reason, 1), 3));
    }

    [Theory]
    [MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public async Task A_job_that_repeats_ends_with_the_outcome_that_says_so(Outcome outcome, OutcomeCode code, string? reason)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => outcome with { EndsJob = true }));
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), host.Time.GetUtcNow()));

        RunView run = await host.RunOfAsync(id);

        (run.Outcome, run.Reason).ShouldBe((code, reason));
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_attempt_that_is_to_be_repeated_is_although_its_outcome_ends_the_job()
    {
        int starts = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => ++starts == 1
            ? new Outcome.Retry("once more", TimeSpan.FromSeconds(1)) { EndsJob = true }
            : new Outcome.Succeeded { EndsJob = true }));
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), host.Time.GetUtcNow()));

        (await host.DrainAsync()).Select(r => (r.Attempt, r.Outcome)).ShouldBe([(1, OutcomeCode.Retry), (2, OutcomeCode.Succeeded)]);

        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_handler_skips_is_no_run_of_those_that_the_trigger_allows()
    {
        int starts = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => ++starts == 1 ? new Outcome.Skipped("done elsewhere") : Outcome.Success));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        Trigger twice = Trigger.Every(TimeSpan.FromMinutes(1), start) with { Conditions = new TriggerConditions { MaxRuns = 2 } };
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = twice });

        (await host.DrainAsync()).Select(r => (r.Outcome, r.Due.ToDateTimeOffset())).ShouldBe(
        [
            (OutcomeCode.Skipped, start), (OutcomeCode.Succeeded, start.AddMinutes(1)), (OutcomeCode.Succeeded, start.AddMinutes(2)),
        ]);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_attempt_may_find_that_it_need_not_be_made()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets((_, c, _) => ValueTask.FromResult<Outcome>(
            c.Attempt == 1 ? new Outcome.Retry("not now", TimeSpan.FromSeconds(1)) : new Outcome.Skipped("done elsewhere"))));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));

        (await host.DrainAsync(start.AddSeconds(62))).Select(r => (r.Due.ToDateTimeOffset(), r.Attempt, r.Outcome)).ShouldBe(
        [
            (start, 1, OutcomeCode.Retry), (start, 2, OutcomeCode.Skipped), (start.AddMinutes(1), 1, OutcomeCode.Retry), (start.AddMinutes(1), 2, OutcomeCode.Skipped),
        ]);
    }

    [Fact]
    public async Task An_exception_is_a_failed_attempt_that_is_repeated()
    {
        int starts = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => ++starts < 3 ? throw new InvalidOperationException("broken") : Outcome.Success));
        JobId id = await host.SubmitAsync(Greet.Now());

        IReadOnlyList<RunView> runs = await host.DrainAsync();

        runs.Select(r => (r.Attempt, r.Outcome)).ShouldBe([(1, OutcomeCode.Retry), (2, OutcomeCode.Retry), (3, OutcomeCode.Succeeded)]);
        runs[0].Reason.ShouldBe("InvalidOperationException: broken");
        runs.Select(r => r.Fence).ShouldBe([1, 2, 3]);
        runs.Select(r => r.Due).Distinct().Count().ShouldBe(1);
        runs.ShouldAllBe(r => r.Job == id);
    }

    [Fact]
    public async Task An_exception_after_an_await_counts_the_same()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(
            async (_, _, _) =>
            {
                await Task.Yield();
                throw new InvalidOperationException("broken");
            },
            new KindOptions { Retry = RetryPolicy.None }));
        RunView run = await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));

        run.Outcome.ShouldBe(OutcomeCode.Failed);
        run.Reason.ShouldBe("Attempt 1 of 1: InvalidOperationException: broken");
    }

    [Fact]
    public async Task A_null_outcome_fails_the_job_and_says_so()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(static () => null!));
        RunView run = await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));

        run.Outcome.ShouldBe(OutcomeCode.Failed);
        run.Reason.ShouldNotBeNull().ShouldContain("returned null");
    }

    [Fact]
    public async Task Attempts_end_at_the_most_that_the_kind_or_the_job_allows()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(static () => new Outcome.Retry("not yet"), new KindOptions { Retry = new RetryPolicy { MaxAttempts = 4 } }));
        JobId byKind = await host.SubmitAsync(Greet.Now());
        JobId byJob = await host.SubmitAsync(Greet.Now() with { MaxAttempts = 2 });

        await host.DrainAsync();

        RunView last = await host.RunOfAsync(byKind, attempt: 4);
        (last.Outcome, last.Reason).ShouldBe((OutcomeCode.Failed, "Attempt 4 of 4: not yet"));
        (await host.RunOfAsync(byJob, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Failed);
        host.StartsOf(byKind).ShouldBe(4);
        host.StartsOf(byJob).ShouldBe(2);
    }

    [Fact]
    public async Task A_retry_comes_after_the_policy_s_delay_or_the_one_it_asks_for()
    {
        RetryPolicy policy = new() { First = TimeSpan.FromSeconds(8), Factor = 3, Longest = TimeSpan.FromSeconds(50), Jitter = 0.5, MaxAttempts = 5 };
        Outcome[] outcomes = [new Outcome.Retry("1"), new Outcome.Retry("2"), new Outcome.Retry("3"), new Outcome.Retry("4", TimeSpan.FromMinutes(7)), Outcome.Success];
        int starts = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => outcomes[starts++], new KindOptions { Retry = policy }));
        await host.SubmitAsync(Greet.Now());

        IReadOnlyList<RunView> runs = await host.DrainAsync();

        TimeSpan[] delays = [.. runs.Zip(runs.Skip(1), (a, b) => b.At - a.Ended)];
        delays[0].ShouldBeInRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8));
        delays[1].ShouldBeInRange(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(24));
        delays[2].ShouldBeInRange(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(50));
        delays[3].ShouldBe(TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task Retries_end_at_the_next_due_instant()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(static () => new Outcome.Retry("no", TimeSpan.FromSeconds(25)), new KindOptions { Retry = new RetryPolicy { MaxAttempts = 100 } }));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));

        IReadOnlyList<RunView> runs = await host.DrainAsync(start.AddSeconds(110));

        runs.Select(r => ((r.Due.ToDateTimeOffset() - start).TotalSeconds, (r.At.ToDateTimeOffset() - start).TotalSeconds, r.Attempt, r.Outcome)).ShouldBe(
        [
            (0, 0, 1, OutcomeCode.Retry), (0, 25, 2, OutcomeCode.Retry), (0, 50, 3, OutcomeCode.Failed),
            (60, 60, 1, OutcomeCode.Retry), (60, 85, 2, OutcomeCode.Retry), (60, 110, 3, OutcomeCode.Failed),
        ]);
        runs[2].Reason.ShouldNotBeNull().ShouldContain("next occurrence is due before another attempt");
    }

    [Fact]
    public async Task A_snooze_starts_again_later_and_is_no_failure()
    {
        int starts = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => ++starts == 1 ? new Outcome.Snooze(TimeSpan.FromHours(2)) { Reason = "closed" } : Outcome.Success));
        JobId id = await host.SubmitAsync(Greet.Now());
        RunView first = await host.RunOfAsync(id);
        (await host.Jobs.FindAsync("ann", id))!.Reason.ShouldBe("closed");

        IReadOnlyList<RunView> rest = await host.DrainAsync();

        first.Outcome.ShouldBe(OutcomeCode.Snoozed);
        RunView second = rest.Single(r => r.Attempt == 2);
        (second.Outcome, second.Due, second.At).ShouldBe((OutcomeCode.Succeeded, first.Due, first.Ended + TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task A_delay_beyond_the_end_of_time_is_kept_at_the_last_instant_that_stores_can_keep()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets((g, _, _) => ValueTask.FromResult<Outcome>(g.Text == "snooze" ? new Outcome.Snooze(TimeSpan.MaxValue) : new Outcome.Retry("no", TimeSpan.MaxValue))));
        foreach (string text in (string[])["snooze", "retry"])
        {
            JobId id = await host.SubmitAsync(Greet.Now(text));
            await host.RunOfAsync(id);
            (await host.Jobs.FindAsync("ann", id))!.At.ShouldBe(Instant.Max);
        }
    }

    [Fact]
    public async Task Notes_stand_in_the_record_and_too_large_ones_are_refused_at_once()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets((_, c, _) =>
        {
            c.Note(new Greeting("noted"), TestJson.Default.Greeting);
            Should.Throw<ArgumentException>(() => c.Note(new Greeting(new string('x', Limits.NotesBytes)), TestJson.Default.Greeting)).Message.ShouldContain("65536");
            return ValueTask.FromResult(Outcome.Success);
        }));
        RunView run = await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));

        run.Outcome.ShouldBe(OutcomeCode.Succeeded);
        System.Text.Encoding.UTF8.GetString((await host.Jobs.RunsAsync(new() { Job = run.Job }))[0].Notes.Span).ShouldBe("{\"Text\":\"noted\"}");
    }

    [Fact]
    public async Task A_long_reason_is_cut()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(static () => new Outcome.Failed(new string('y', 5_000))));
        (await host.RunOfAsync(await host.SubmitAsync(Greet.Now()))).Reason!.Length.ShouldBe(Limits.ReasonLength);
    }

    [Fact]
    public async Task Due_instants_that_go_by_while_a_run_lasts_are_recorded_as_one_skip()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(async (_, _, _) =>
        {
            await go.Task;
            return Outcome.Success;
        }));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));
        host.Time.AdvanceTo(start);
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        host.Time.AdvanceTo(start.AddSeconds(200));
        go.SetResult();
        RunCommitted committed = await host.UntilAsync<RunCommitted>(e => e.Run.Job == id);

        committed.Next!.Due.ToDateTimeOffset().ShouldBe(start.AddMinutes(4));
        RunView skipped = (await host.Jobs.RunsAsync(new() { Job = id })).Single(r => r.Outcome == OutcomeCode.Skipped);
        skipped.Due.ToDateTimeOffset().ShouldBe(start.AddMinutes(1));
        skipped.Started.ShouldBeNull();
        skipped.Reason.ShouldNotBeNull().ShouldStartWith("3 due instants");
    }
}
