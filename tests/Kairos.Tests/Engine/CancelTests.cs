using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class CancelTests
{
    private readonly FaultyStore _store = new();
    private readonly Latch _running = new();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.Greets(async (g, _, ct) =>
        {
            if (g.Text == "runs")
            {
                await _running.PassAsync(ct);
            }
            else if (g.Text == "deaf")
            {
                await _running.PassAsync(CancellationToken.None);
            }

            return Outcome.Success;
        });
    });

    private static async Task NeverStartsAsync(KairosTestHost host, JobId id, DateTimeOffset at)
    {
        host.Time.AdvanceTo(at.AddMinutes(1));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);
        RunView run = (await host.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem();
        (run.Outcome, run.Attempt, run.Started).ShouldBe((OutcomeCode.Cancelled, 0, null));
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_waits_in_the_store_is_cancelled_and_never_starts()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddHours(1);
        JobId id = await host.SubmitAsync(Greet.At(at));

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        await NeverStartsAsync(host, id, at);
    }

    [Fact]
    public async Task A_job_that_is_armed_is_cancelled_and_never_starts()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        host.Engine.ArmedCount.ShouldBe(0);
        await NeverStartsAsync(host, id, at);
    }

    [Fact]
    public async Task A_job_whose_claim_is_under_way_is_cancelled_and_never_starts()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        await host.SettleAsync();
        Latch arm = new();
        bool claimed = false;
        _store.Claiming = row =>
        {
            claimed = true;
            return row;
        };
        _store.After = verb => verb == "arm" && claimed ? arm.PassAsync() : Task.CompletedTask;
        JobId id = await host.SubmitAsync(Greet.At(at));
        await arm.Reached;

        Task<ChangeAnswer> answer = host.Jobs.CancelAsync("ann", id).AsTask();
        answer.IsCompleted.ShouldBeFalse();
        arm.Open();

        (await answer).ShouldBe(ChangeAnswer.Applied);
        await NeverStartsAsync(host, id, at);
    }

    [Fact]
    public async Task A_running_job_is_told_and_the_answer_is_too_late()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Cancelled);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Theory]
    [InlineData("runs", OutcomeCode.Cancelled)]
    [InlineData("deaf", OutcomeCode.Succeeded)]
    public async Task Of_a_repeating_job_that_is_cancelled_while_it_runs_no_further_occurrence_starts(string text, OutcomeCode outcome)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start) with { Payload = Greet.Now(text).Payload });
        await _running.Reached;

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);
        if (text == "deaf")
        {
            _running.Open();
        }

        (await host.RunOfAsync(id)).Outcome.ShouldBe(outcome);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancel_that_comes_just_after_the_commit_of_a_repeating_job_s_run_cancels_the_next_occurrence()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        Latch committed = new();
        _store.After = verb => verb == "complete" ? committed.PassAsync() : Task.CompletedTask;
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));
        await committed.Reached;

        // On disk with its next occurrence, and still in memory.
        Task<ChangeAnswer> answer = host.Jobs.CancelAsync("ann", id).AsTask();
        committed.Open();

        (await answer).ShouldBe(ChangeAnswer.Applied);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancel_of_a_job_whose_end_can_not_be_committed_answers_all_the_same()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("complete");
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), host.Time.GetUtcNow()));
        await host.UntilAsync<StoreFailed>(e => e.Work == "complete");

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);

        await _store.MendAsync(host, "complete");
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_finished_job_and_another_owner_s_job_are_not_found()
    {
        await using KairosTestHost host = await StartAsync();
        JobId done = await host.SubmitAsync(Greet.Now());
        await host.RunOfAsync(done);
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(2);
        JobId armed = await host.SubmitArmedAsync(Greet.At(at));

        (await host.Jobs.CancelAsync("ann", done)).ShouldBe(ChangeAnswer.NotFound);
        (await host.Jobs.CancelAsync("bob", armed)).ShouldBe(ChangeAnswer.NotFound);

        await host.DrainAsync();
        (await host.RunOfAsync(armed)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task Of_many_cancels_of_one_armed_job_one_is_applied()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitArmedAsync(Greet.At(host.Time.GetUtcNow().AddSeconds(3)));

        ChangeAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await host.Jobs.CancelAsync("ann", id))));

        answers.Count(a => a == ChangeAnswer.Applied).ShouldBe(1);
        answers.Count(a => a == ChangeAnswer.NotFound).ShouldBe(15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_store_fails_at_a_cancel_the_job_starts_unless_it_was_cancelled_after_all(bool written)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));
        Func<string, Task> fail = verb => verb == "cancel" ? FaultyStore.Unavailable : Task.CompletedTask;
        (_store.Before, _store.After) = written ? (_store.Before, fail) : (fail, _store.After);
        await Should.ThrowAsync<StoreUnavailableException>(async () => await host.Jobs.CancelAsync("ann", id));
        _store.Mend();

        if (written)
        {
            await NeverStartsAsync(host, id, at);
            return;
        }

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_between_two_attempts_is_cancelled()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(static () => new Outcome.Retry("no", TimeSpan.FromHours(1))));
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.RunOfAsync(id);

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        (await host.DrainAsync()).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Retry);
        (await host.Jobs.RunsAsync(new() { Job = id })).Select(r => r.Outcome).ShouldBe([OutcomeCode.Cancelled, OutcomeCode.Retry], ignoreOrder: true);
    }
}
