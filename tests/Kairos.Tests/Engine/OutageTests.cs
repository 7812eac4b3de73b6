using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class OutageTests
{
    private readonly FaultyStore _store = new();
    private readonly Latch _running = new();

    private Task<KairosTestHost> StartAsync(Func<Outcome>? run = null) => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.Greets(async (g, _, ct) =>
        {
            if (g.Text == "runs")
            {
                await _running.PassAsync(ct);
            }

            return run is null || g.Text == "sentinel" ? Outcome.Success : run();
        });
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_store_fails_at_a_claim_its_jobs_start_once_and_on_time(bool written)
    {
        await using KairosTestHost host = await StartAsync();
        await host.SettleAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(4);
        Func<string, Task> fail = verb => verb == "arm" ? FaultyStore.Unavailable : Task.CompletedTask;
        (_store.Before, _store.After) = written ? (_store.Before, fail) : (fail, _store.After);
        JobId id = await host.SubmitAsync(Greet.At(at));
        await host.UntilAsync<StoreFailed>(e => e.Work == "arm");
        _store.Mend();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<JobArmed>(e => e.Job == id);

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_claim_took_that_was_given_up_and_carried_out_later_starts_in_time()
    {
        await using KairosTestHost host = await StartAsync();
        await host.SettleAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(60);
        JobId id = await host.SubmitAsync(Greet.At(at));
        _store.Fail("arm");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<StoreFailed>(e => e.Work == "arm");
        _store.Mend();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.SettleAsync();

        // What is held was asked for, and only now the store does what it was told before.
        (await _store.ArmAsync(Instant.Min, Instant.From(at.AddSeconds(1)), 10, CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe(id);
        host.Time.Advance(TimeSpan.FromSeconds(6));
        await host.UntilAsync<JobArmed>(e => e.Job == id);

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_ends_while_the_store_tells_what_is_held_is_not_started_again()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;
        _store.Fail("arm");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<StoreFailed>(e => e.Work == "arm");
        Latch held = new();

        // In this order: a pass that comes between the two would have been told what is held, and not ask again.
        _store.After = verb => verb == "held" ? held.PassAsync() : Task.CompletedTask;
        _store.Before = static _ => Task.CompletedTask;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await held.Reached;

        // The answer names it as held; meanwhile it ends, is committed, and leaves memory.
        _running.Open();
        await host.RunOfAsync(id);
        held.Open();
        await host.SettleAsync();
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
        host.Engine.ArmedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_claimed_again_before_the_commit_of_its_last_end_has_answered_is_not_lost()
    {
        int starts = 0;
        await using KairosTestHost host = await StartAsync(() => ++starts == 1 ? new Outcome.Retry("again", TimeSpan.Zero) : Outcome.Success);
        await host.SettleAsync();
        Latch committed = new();
        bool first = true;
        _store.After = verb =>
        {
            bool held = verb == "complete" && first;
            first &= !held;
            return held ? committed.PassAsync() : Task.CompletedTask;
        };
        JobId id = await host.SubmitAsync(Greet.Now());
        await committed.Reached;
        host.Time.Advance(TimeSpan.FromSeconds(1));

        (await host.RunOfAsync(id, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        committed.Open();
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Retry);
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(2);
        host.Engine.ArmedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_store_fails_at_a_completion_it_is_said_again_until_it_stands_once(bool written)
    {
        await using KairosTestHost host = await StartAsync();
        Func<string, Task> fail = verb => verb == "complete" ? FaultyStore.Unavailable : Task.CompletedTask;
        (_store.Before, _store.After) = written ? (_store.Before, fail) : (fail, _store.After);
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromDays(1_000), start));

        // It has run to its end before time goes by: else it might time out amid it, while its thread waits for a processor.
        await host.UntilAsync<StoreFailed>();
        await host.Time.GoOnUntilAsync(host.UntilAsync<StoreFailed>(_ => host.Events.OfType<StoreFailed>().Count() >= 5));
        await _store.MendAsync(host, "complete");
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        (await host.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem().Attempt.ShouldBe(1);
        (await host.Jobs.FindAsync("ann", id))!.Due.ToDateTimeOffset().ShouldBe(start.AddDays(1_000));
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_submit_that_fails_has_stored_nothing_and_says_so()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("submit");
        await Should.ThrowAsync<StoreUnavailableException>(async () => await host.Jobs.SubmitAsync(Greet.Now()));
        _store.Mend();
        (await host.Jobs.ListAsync(new())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_that_could_not_be_parked_are_parked_when_the_store_is_back()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("park");
        JobId id = await host.SubmitAsync(Greet.Now() with { Kind = "nobody.knows" });
        await host.UntilAsync<StoreFailed>(e => e.Work == "arm");
        JobId other = await host.SubmitAsync(Greet.Now());
        _store.Mend();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.UntilAsync<JobsParked>(e => e.Jobs.Contains(id));
        (await host.RunOfAsync(other)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }
}
