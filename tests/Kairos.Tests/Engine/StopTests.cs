using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Engine;

public sealed class StopTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FaultyStore _store = new();
    private readonly Latch _running = new();

    public void Dispose() => _folder.Dispose();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(
        k =>
        {
            k.Dispatch = new DispatchOptions { StopPatience = TimeSpan.FromSeconds(10) };
            k.UseSqlite(_folder["jobs.db"]);
            _store.Use(k);
            k.Greets(
                async (g, c, ct) =>
                {
                    switch (g.Text)
                    {
                        case "runs":
                            await _running.PassAsync(ct);
                            break;
                        case "deaf":
                            await _running.PassAsync(CancellationToken.None);
                            break;
                        case "gate":
                            await c.GateAsync(c.Now.ToDateTimeOffset().AddHours(1), null, ct);
                            break;
                        default:
                            break;
                    }

                    return Outcome.Success;
                },
                new KindOptions { Timeout = TimeSpan.MaxValue });
        },
        _time);

    private Task<KairosTestHost> StartNextAsync() => KairosTestHost.StartAsync(k => k.UseSqlite(_folder["jobs.db"]).Greets(), _time);

    private static TakeOver FoundBy(KairosTestHost host) => host.Events.OfType<TookOver>().ShouldHaveSingleItem().Found;

    [Fact]
    public async Task Armed_jobs_are_handed_back_and_the_next_process_starts_them_at_their_instant()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = _time.GetUtcNow().AddSeconds(4);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));
        await host.StopAsync();
        host.Events.OfType<JobWithdrawn>().ShouldHaveSingleItem().Job.ShouldBe(id);

        await using KairosTestHost next = await StartNextAsync();
        FoundBy(next).ShouldBe(TakeOver.Nothing);
        await next.UntilAsync<JobArmed>(e => e.Job == id);
        _time.AdvanceTo(at);
        RunView run = await next.RunOfAsync(id);
        (run.Fence, run.Attempt, run.Lateness).ShouldBe((2L, 1, TimeSpan.Zero));
        host.StartsOf(id).ShouldBe(0);
    }

    [Fact]
    public async Task What_runs_is_waited_for_and_its_end_committed()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;

        Task stop = host.StopAsync();
        stop.IsCompleted.ShouldBeFalse();
        _running.Open();
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        await using KairosTestHost next = await StartNextAsync();
        FoundBy(next).ShouldBe(TakeOver.Nothing);
        (await next.Jobs.RunsAsync(new() { Job = id })).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("gate")]
    public async Task After_its_patience_what_runs_or_waits_at_a_gate_is_told_and_starts_again_in_the_next_process(string text)
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now(text));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        await host.SettleAsync();
        Task stop = host.StopAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        host.Events.OfType<RunCommitted>().ShouldNotContain(e => e.Run.Job == id);

        // The patience may begin a moment after the call.
        await host.Time.GoOnUntilAsync(stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
        RunView run = await host.RunOfAsync(id);
        (run.Outcome, run.Reason).ShouldBe((OutcomeCode.Snoozed, "The node stopped; it starts again elsewhere."));
        host.Events.OfType<GatePassed>().ShouldBeEmpty();
        await using KairosTestHost next = await StartNextAsync();
        FoundBy(next).ShouldBe(TakeOver.Nothing);
        (await next.RunOfAsync(id, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task When_the_host_gives_up_a_deaf_handler_is_left_and_its_job_is_lost_and_started_again()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now("deaf"));
        await _running.Reached;

        await host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        _time.Advance(TimeSpan.FromSeconds(1));
        await using KairosTestHost next = await StartNextAsync();
        FoundBy(next).ShouldBe(new TakeOver(Released: 1, Lost: 1, Unknown: 0, Buried: 0, Cancelled: 0));
        RunView again = await next.RunOfAsync(id, attempt: 2);
        (again.Outcome, again.Fence).ShouldBe((OutcomeCode.Succeeded, 2L));
        _running.Open();
    }

    [Fact]
    public async Task A_store_that_is_gone_does_not_keep_the_host_from_stopping()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;
        JobId armed = await host.SubmitArmedAsync(Greet.At(_time.GetUtcNow().AddSeconds(4)));
        _store.Fail("complete", "release");
        _running.Open();
        await host.UntilAsync<StoreFailed>(e => e.Work == "complete");

        using CancellationTokenSource giveUp = new();
        Task stop = host.StopAsync(giveUp.Token);
        stop.IsCompleted.ShouldBeFalse();
        await giveUp.CancelAsync();
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        _time.Advance(TimeSpan.FromSeconds(1));
        await using KairosTestHost next = await StartNextAsync();
        FoundBy(next).ShouldBe(new TakeOver(Released: 2, Lost: 1, Unknown: 0, Buried: 0, Cancelled: 0));
        await next.DrainAsync();
        (await next.RunOfAsync(id, attempt: 2)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        (await next.RunOfAsync(armed)).Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_store_that_comes_back_while_the_host_waits_takes_the_ends()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("complete");
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<StoreFailed>(e => e.Work == "complete");
        Task stop = host.StopAsync();
        await _store.MendAsync(host, "complete");
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public async Task The_last_job_in_memory_may_leave_by_a_cancel_and_the_host_stops_at_once()
    {
        await using KairosTestHost host = await StartAsync();
        Latch cancel = new();
        _store.Before = verb => verb == "cancel" ? cancel.PassAsync() : Task.CompletedTask;
        JobId id = await host.SubmitArmedAsync(Greet.At(_time.GetUtcNow().AddSeconds(4)));
        Task<ChangeAnswer> answer = host.Jobs.CancelAsync("ann", id).AsTask();
        await cancel.Reached;
        Task stop = host.StopAsync();
        cancel.Open();

        (await answer).ShouldBe(ChangeAnswer.Applied);
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public async Task What_is_submitted_while_the_host_stops_is_started_by_the_next()
    {
        await using KairosTestHost host = await StartAsync();
        await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;
        Task stop = host.StopAsync();

        // A look at the store that was under way at the stop is over, and there is no other.
        await host.Engine.Armer.SettledAsync(CancellationToken.None);
        JobId id = await host.SubmitAsync(Greet.Now());
        _running.Open();
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        host.StartsOf(id).ShouldBe(0);

        await using KairosTestHost next = await StartNextAsync();
        (await next.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_second_host_on_an_open_store_is_refused_and_stops_without_harm()
    {
        await using KairosTestHost host = await StartAsync();
        (await Should.ThrowAsync<StoreInUseException>(StartNextAsync)).Message.ShouldContain("jobs.db");
        (await host.RunOfAsync(await host.SubmitAsync(Greet.Now()))).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }
}
