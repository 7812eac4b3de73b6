using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Engine;

/// <summary>A copy of the store's files at a moment is what a process that is killed at that moment leaves behind.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly DateTimeOffset s_opens = new(2026, 1, 1, 0, 0, 10, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FaultyStore _store = new();
    private readonly Latch _running = new();

    public void Dispose() => _folder.Dispose();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(
        k =>
        {
            k.UseSqlite(_folder["jobs.db"]);
            _store.Use(k);
            k.Greets(async (g, c, ct) =>
            {
                if (g.Text == "sentinel")
                {
                    return Outcome.Success;
                }

                if (g.Text == "gate")
                {
                    await c.GateAsync(s_opens, null, ct);
                }

                await _running.PassAsync(ct);
                return Outcome.Success;
            });
        },
        _time);

    private async Task<KairosTestHost> StartAfterCrashAsync()
    {
        File.Copy(_folder["jobs.db"], _folder["left.db"]);
        File.Copy(_folder["jobs.db-wal"], _folder["left.db-wal"]);
        return await KairosTestHost.StartAsync(
            k => k.UseSqlite(_folder["left.db"]).Greets(async (g, c, ct) =>
            {
                if (g.Text == "gate")
                {
                    await c.GateAsync(s_opens, null, ct);
                }

                return Outcome.Success;
            }),
            _time);
    }

    private static TakeOver FoundBy(KairosTestHost host) => host.Events.OfType<TookOver>().ShouldHaveSingleItem().Found;

    [Fact]
    public async Task A_job_that_was_armed_and_not_due_starts_at_its_instant_under_a_higher_fence()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitArmedAsync(Greet.At(_time.GetUtcNow().AddSeconds(4)));

        await using KairosTestHost next = await StartAfterCrashAsync();
        FoundBy(next).ShouldBe(new TakeOver(Released: 1, Lost: 0, Unknown: 0, Buried: 0, Cancelled: 0));
        RunView run = (await next.DrainAsync()).ShouldHaveSingleItem();
        (run.Job, run.Attempt, run.Fence, run.Lateness).ShouldBe((id, 1, 2L, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_job_that_ran_is_recorded_as_lost_and_starts_again_marked()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now());
        await _running.Reached;

        await using KairosTestHost next = await StartAfterCrashAsync();
        FoundBy(next).Lost.ShouldBe(1);
        RunView again = await next.RunOfAsync(id, attempt: 2);
        (again.Outcome, again.Fence).ShouldBe((OutcomeCode.Succeeded, 2L));
        (await next.Jobs.RunsAsync(new() { Job = id })).Select(r => r.Outcome).ShouldBe([OutcomeCode.Succeeded, OutcomeCode.Lost], ignoreOrder: true);
    }

    [Fact]
    public async Task A_handler_that_waited_before_its_gate_with_its_mark_on_disk_starts_again()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now("gate"));
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        _time.AdvanceTo(s_opens.AddMilliseconds(-200));
        await _store.UntilAsync(() => !_store.Marked.IsEmpty);
        await using KairosTestHost next = await StartAfterCrashAsync();
        FoundBy(next).ShouldBe(new TakeOver(Released: 1, Lost: 0, Unknown: 0, Buried: 0, Cancelled: 0));
        await next.UntilAsync<RunStarted>(e => e.Job == id);
        await next.SettleAsync();
        _time.AdvanceTo(s_opens);
        (await next.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_handler_behind_its_gate_is_unknown_and_its_job_is_never_started_again()
    {
        await using KairosTestHost host = await StartAsync();
        JobId once = await host.SubmitAsync(Greet.Now("gate"));
        _time.AdvanceTo(s_opens);
        await _running.Reached;

        await using KairosTestHost next = await StartAfterCrashAsync();
        FoundBy(next).ShouldBe(new TakeOver(Released: 0, Lost: 0, Unknown: 1, Buried: 0, Cancelled: 0));
        (await next.DrainAsync()).ShouldBeEmpty();
        (await next.Jobs.RunsAsync(new() { Job = once })).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Unknown);
    }

    [Fact]
    public async Task A_repeating_job_behind_its_gate_goes_on_with_the_next_occurrence_without_waiting_for_a_poll()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromSeconds(1), s_opens) with { Payload = Greet.Now("gate").Payload });
        _time.AdvanceTo(s_opens);
        await _running.Reached;

        await using KairosTestHost next = await StartAfterCrashAsync();
        FoundBy(next).Unknown.ShouldBe(1);
        await next.UntilAsync<JobArmed>(e => e.Job == id);
        _time.AdvanceTo(s_opens.AddSeconds(1));
        RunView run = await next.RunOfAsync(id);
        (run.Due.ToDateTimeOffset(), run.Outcome, run.Lateness).ShouldBe((s_opens.AddSeconds(1), OutcomeCode.Succeeded, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_cancel_that_was_too_late_keeps_a_job_from_starting_again_after_a_crash()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now());
        await _running.Reached;
        _store.Fail("complete");
        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);
        await host.UntilAsync<StoreFailed>(e => e.Work == "complete");

        await using KairosTestHost next = await StartAfterCrashAsync();
        FoundBy(next).Cancelled.ShouldBe(1);
        (await next.DrainAsync()).ShouldBeEmpty();
    }
}
