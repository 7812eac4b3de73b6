using System.Collections.Immutable;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class FollowUpTests
{
    private static JobRequest Told(string text = "told") => Greet.Now(text);

    private static Task<KairosTestHost> StartAsync(Func<Outcome> first, Action<Kairos.Hosting.KairosBuilder>? also = null) => KairosTestHost.StartAsync(k =>
    {
        also?.Invoke(k);
        k.Greets((g, _, _) => ValueTask.FromResult(g.Text == "hello" ? first() : Outcome.Success));
    });

    [Fact]
    public async Task Follow_ups_are_submitted_with_the_commit_of_the_run()
    {
        await using KairosTestHost host = await StartAsync(() => Outcome.Success.Then(Told("one")).Then(Told("two")));
        await host.SubmitAsync(Greet.Now());

        IReadOnlyList<RunView> runs = await host.DrainAsync();

        host.StartsByJob().Count.ShouldBe(3);
        runs.ShouldAllBe(r => r.Outcome == OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task Follow_ups_of_a_run_whose_commit_fails_are_stored_once_when_it_succeeds()
    {
        FaultyStore store = new();
        DateTimeOffset later = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using KairosTestHost host = await StartAsync(() => Outcome.Success.Then(Told() with { Trigger = Trigger.At(later) }), store.Use);

        // Committed, but the answer is lost: the engine says it again.
        bool lost = false;
        store.After = verb =>
        {
            if (verb == "complete" && !lost)
            {
                lost = true;
                throw new StoreUnavailableException("The answer was lost, for the test.");
            }

            return Task.CompletedTask;
        };
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<StoreFailed>(e => e.Work == "complete");
        await host.Time.GoOnUntilAsync(store.DoneAsync("complete"));
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);

        (await host.Jobs.ListAsync(new())).ShouldHaveSingleItem().Due.ToDateTimeOffset().ShouldBe(later);
        (await host.Jobs.RunsAsync(new())).ShouldHaveSingleItem();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_follow_up_whose_key_is_taken_fails_the_run_and_nothing_of_it_is_stored()
    {
        await using KairosTestHost host = await StartAsync(() => Outcome.Success.Then(Told("free")).Then(Told() with { Key = "k" }));
        JobId standing = await host.SubmitAsync(Told() with { Key = "k", Trigger = Trigger.At(host.Time.GetUtcNow().AddHours(1)) });
        RunView run = await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));

        run.Outcome.ShouldBe(OutcomeCode.Failed);
        run.Reason.ShouldNotBeNull().ShouldContain("Use conflict keep or replace");
        (await host.Jobs.ListAsync(new())).ShouldHaveSingleItem().Id.ShouldBe(standing);
    }

    [Theory]
    [InlineData(KeyConflict.Keep, 1)]
    [InlineData(KeyConflict.Replace, 2)]
    public async Task A_follow_up_that_keeps_or_replaces_a_taken_key_commits_with_the_run(KeyConflict conflict, int version)
    {
        await using KairosTestHost host = await StartAsync(() => Outcome.Success.Then(Told() with { Key = "k", Conflict = conflict, Trigger = Trigger.At(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)) }));
        JobId standing = await host.SubmitAsync(Told() with { Key = "k", Trigger = Trigger.At(host.Time.GetUtcNow().AddHours(1)) });
        (await host.RunOfAsync(await host.SubmitAsync(Greet.Now()))).Outcome.ShouldBe(OutcomeCode.Succeeded);

        (await host.Jobs.FindAsync("ann", standing))!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_follow_up_that_replaces_an_armed_job_takes_its_old_content_out_of_memory()
    {
        await using KairosTestHost host = await StartAsync(() => Outcome.Success.Then(Told("new") with { Key = "k", Conflict = KeyConflict.Replace, Trigger = Trigger.At(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero)) }));
        DateTimeOffset soon = host.Time.GetUtcNow().AddSeconds(3);
        JobId standing = await host.SubmitArmedAsync(Told("old") with { Key = "k", Trigger = Trigger.At(soon) });
        await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));
        await host.UntilAsync<JobWithdrawn>(e => e.Job == standing);

        await host.DrainAsync();

        RunView run = await host.RunOfAsync(standing);
        run.Due.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero));
        host.StartsOf(standing).ShouldBe(1);
    }

    [Fact]
    public async Task A_follow_up_that_can_not_be_submitted_fails_the_run_and_the_job_goes_on_repeating()
    {
        await using KairosTestHost host = await StartAsync(() => Outcome.Success.Then(Told() with { Kind = "" }));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));

        IReadOnlyList<RunView> runs = await host.DrainAsync(start.AddMinutes(1));

        runs.Count.ShouldBe(2);
        runs.ShouldAllBe(r => r.Outcome == OutcomeCode.Failed && r.Reason!.Contains("A follow-up job can't be submitted: kind is empty", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Follow_ups_that_were_never_given_are_none()
    {
        await using KairosTestHost host = await StartAsync(() => new Outcome.Succeeded { FollowUps = default(ImmutableArray<JobRequest>) });
        (await host.RunOfAsync(await host.SubmitAsync(Greet.Now()))).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_retry_may_have_follow_ups_too()
    {
        int starts = 0;
        await using KairosTestHost host = await StartAsync(() => ++starts == 1 ? new Outcome.Retry("not yet").Then(Told()) : Outcome.Success);
        await host.SubmitAsync(Greet.Now());

        IReadOnlyList<RunView> runs = await host.DrainAsync();

        runs.Count.ShouldBe(3);
        host.StartsByJob().Count.ShouldBe(2);
    }
}
