using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class SuspectTests
{
    private readonly FaultyStore _store = new();
    private readonly Latch _running = new();

    /// <summary>Every job but the sentinels was lost twice with its process.</summary>
    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Claiming = static row => row.Priority == 1 ? row with { Lost = 2 } : row;
        _store.Use(k);
        k.Greets(async (g, _, ct) =>
        {
            if (g.Text == "runs")
            {
                await _running.PassAsync(ct);
            }

            return Outcome.Success;
        });
    });

    private static JobRequest Suspect(string text = "hello") => Greet.Now(text) with { Priority = 1 };

    [Fact]
    public async Task Jobs_that_were_lost_twice_begin_one_at_a_time_each_behind_its_mark()
    {
        await using KairosTestHost host = await StartAsync();
        JobId first = await host.SubmitAsync(Suspect("runs"));
        await _running.Reached;
        JobId second = await host.SubmitArmedAsync(Suspect());
        JobId third = await host.SubmitArmedAsync(Suspect());
        await host.SettleAsync();
        (host.StartsOf(second), host.StartsOf(third)).ShouldBe((0, 0));

        _running.Open();
        await host.RunOfAsync(second);
        await host.RunOfAsync(third);
        _store.Marks.Select(m => (m.Hold.Id, m.Kind)).ShouldBe([(first, MarkKind.Start), (second, MarkKind.Start), (third, MarkKind.Start)]);
    }

    [Fact]
    public async Task One_that_runs_for_long_does_not_hold_up_the_rest()
    {
        await using KairosTestHost host = await StartAsync();
        await host.SubmitAsync(Suspect("runs"));
        await _running.Reached;
        JobId second = await host.SubmitArmedAsync(Suspect());
        await host.SettleAsync();
        host.Time.Advance(TimeSpan.FromSeconds(10));

        await host.RunOfAsync(second);
        _running.Open();
    }

    [Fact]
    public async Task Suspects_that_a_store_kept_waiting_begin_one_at_a_time_when_it_is_back()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("mark");
        JobId first = await host.SubmitAsync(Suspect("runs"));
        await host.UntilAsync<StoreFailed>(e => e.Work == "mark");
        JobId second = await host.SubmitArmedAsync(Suspect());
        await host.SettleAsync();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.SettleAsync();

        // Far less than the probation goes by from its start to the look at the other.
        await _store.MendAsync(host, "mark");
        await host.UntilAsync<RunStarted>(e => e.Job == first);
        await host.SettleAsync();
        host.StartsOf(second).ShouldBe(0);

        _running.Open();
        await host.RunOfAsync(second);
        host.StartsOf(first).ShouldBe(1);
    }

    [Fact]
    public async Task One_in_line_can_be_cancelled_and_the_next_takes_its_turn()
    {
        await using KairosTestHost host = await StartAsync();
        await host.SubmitAsync(Suspect("runs"));
        await _running.Reached;
        JobId second = await host.SubmitArmedAsync(Suspect());
        JobId third = await host.SubmitArmedAsync(Suspect());
        await host.SettleAsync();
        (await host.Jobs.CancelAsync("ann", second)).ShouldBe(ChangeAnswer.Applied);
        _running.Open();

        await host.RunOfAsync(third);
        host.StartsOf(second).ShouldBe(0);
    }

    [Fact]
    public async Task One_whose_turn_comes_after_the_clock_stepped_back_waits_for_its_instant()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.SubmitAsync(Suspect("runs"));
        await _running.Reached;
        JobId second = await host.SubmitArmedAsync(Suspect());
        await host.SettleAsync();
        host.Time.StepWall(TimeSpan.FromSeconds(-5));
        _running.Open();
        await host.SettleAsync();
        await host.SettleAsync();
        host.StartsOf(second).ShouldBe(0);

        host.Time.AdvanceTo(start);
        (await host.RunOfAsync(second)).Lateness.ShouldBe(TimeSpan.Zero);
        host.NoneShouldBeEarly();
    }

    [Fact]
    public async Task The_next_in_line_does_not_wait_for_a_turn_that_the_clock_put_off()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.SubmitAsync(Suspect("runs"));
        await _running.Reached;
        JobId second = await host.SubmitArmedAsync(Suspect());
        JobId third = await host.SubmitArmedAsync(Suspect());
        await host.SettleAsync();
        host.Time.StepWall(TimeSpan.FromSeconds(-5));
        _running.Open();
        await host.SettleAsync();

        host.Time.AdvanceTo(start);
        (await host.RunOfAsync(second)).Lateness.ShouldBe(TimeSpan.Zero);
        (await host.RunOfAsync(third)).Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_steps_back_while_a_start_is_marked_does_not_make_it_early()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        TaskCompletionSource stepped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.After = verb =>
        {
            if (verb == "mark" && host.Time.GetUtcNow() >= start)
            {
                host.Time.StepWall(TimeSpan.FromSeconds(-5));
                stepped.SetResult();
            }

            return Task.CompletedTask;
        };
        JobId id = await host.SubmitAsync(Suspect());
        await stepped.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);

        host.Time.AdvanceTo(start);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        host.NoneShouldBeEarly();
    }

    [Fact]
    public async Task What_was_lost_is_made_ready_only_behind_its_mark()
    {
        List<int> marksWhenMade = [];
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            _store.Claiming = static row => row with { Lost = 1 };
            _store.Use(k);
            k.Handle(Greet.Kind, TestJson.Default.Greeting, static (_, _, _) => ValueTask.FromResult(Outcome.Success), gate: _ =>
            {
                marksWhenMade.Add(_store.Marks.Count);
                return null;
            });
        });
        await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));
        marksWhenMade.ShouldBe([1]);
    }

    [Fact]
    public async Task A_start_that_can_not_be_marked_begins_when_the_store_is_back_in_the_same_attempt()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("mark");
        JobId id = await host.SubmitAsync(Suspect());
        await host.UntilAsync<StoreFailed>(e => e.Work == "mark");
        host.Time.Advance(TimeSpan.FromMinutes(10));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);
        await _store.MendAsync(host, "mark");

        RunView run = await host.RunOfAsync(id);
        (run.Outcome, run.Attempt).ShouldBe((OutcomeCode.Succeeded, 1));
        run.Lateness!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(10));
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_start_that_can_not_be_marked_can_be_cancelled_and_is_not_recorded_as_begun()
    {
        await using KairosTestHost host = await StartAsync();
        _store.Fail("mark");
        JobId id = await host.SubmitAsync(Suspect());
        await host.UntilAsync<StoreFailed>(e => e.Work == "mark");

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);
        RunView run = await host.RunOfAsync(id);

        (run.Outcome, run.Started).ShouldBe((OutcomeCode.Cancelled, (Kairos.Time.Instant?)null));
        host.StartsOf(id).ShouldBe(0);
    }
}
