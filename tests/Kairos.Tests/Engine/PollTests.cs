using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Engine;

public sealed class PollTests
{
    private static readonly TimeSpan[] s_delays = [.. new[] { 60, 80, 100, 120, 140, 160, 180 }.Select(s => TimeSpan.FromSeconds(s))];

    private static PollTrigger Poll => PollTrigger.OneOf([.. s_delays]);

    [Fact]
    public async Task A_poll_goes_on_for_a_week_within_its_window_and_its_delays()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        Trigger trigger = Poll with { Zone = "Asia/Shanghai", Conditions = new TriggerConditions { Window = WeeklyRanges.Parse("06:00-08:00,20:00-21:00") } };
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = trigger });
        Trigger bound = TriggerJson.Read((await host.Jobs.FindAsync("ann", id))!.Trigger!);

        IReadOnlyList<RunView> runs = await host.DrainAsync(begin.AddDays(7));

        PlannedOccurrence[] expected = [.. TriggerForecast.Of(bound, Instant.From(begin), []).TakeWhile(o => o.Due <= Instant.From(begin.AddDays(7)))];
        runs.Select(r => r.Due).ShouldBe(expected.Select(o => o.Due));
        runs.Count.ShouldBeGreaterThan(7 * 60);
        runs.ShouldAllBe(r => bound.IsOpen(r.Started!.Value) && r.Lateness == TimeSpan.Zero);
        foreach ((RunView before, RunView after) in runs.Zip(runs.Skip(1)))
        {
            TimeSpan distance = after.Due - before.Due;
            (s_delays.Contains(distance) || distance > TimeSpan.FromHours(9)).ShouldBeTrue();
        }

        runs.Zip(runs.Skip(1), static (a, b) => b.Due - a.Due).Distinct().Count(d => d <= s_delays[^1]).ShouldBe(s_delays.Length);
    }

    [Fact]
    public async Task The_delay_counts_from_the_end_of_the_run()
    {
        Contents contents = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(contents.AddTo);
        Trigger trigger = PollTrigger.OneOf(TimeSpan.FromMinutes(1));
        DateTimeOffset begin = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Now("held") with { Trigger = trigger });
        host.Time.AdvanceTo(begin.AddMinutes(1));
        await host.UntilAsync<RunStarted>(e => e.Job == id);

        host.Time.Advance(TimeSpan.FromSeconds(30));
        contents.Held.Open();

        RunCommitted first = await host.UntilAsync<RunCommitted>(e => e.Run.Job == id);
        first.Next.ShouldNotBeNull().Due.ToDateTimeOffset().ShouldBe(begin.AddMinutes(2.5));
    }

    [Fact]
    public async Task A_poll_ends_after_its_tries()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = Poll with { Tries = 5 } });
        (await host.DrainAsync()).Count.ShouldBe(5);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_poll_ends_with_its_lifetime()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset begin = host.Time.GetUtcNow();
        await host.SubmitAsync(Greet.Now() with { Trigger = Poll with { Lifetime = TimeSpan.FromHours(1) } });
        IReadOnlyList<RunView> runs = await host.DrainAsync();
        runs.ShouldAllBe(r => r.Due.ToDateTimeOffset() < begin.AddHours(1));
        (Instant.From(begin.AddHours(1)) - runs[^1].Due).ShouldBeLessThanOrEqualTo(s_delays[^1]);
    }

    [Fact]
    public async Task A_poll_ends_when_its_handler_has_what_it_looked_for()
    {
        int tries = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() => new Outcome.Succeeded { EndsJob = ++tries == 3 }));
        await host.SubmitAsync(Greet.Now() with { Trigger = Poll });
        (await host.DrainAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task After_a_standstill_a_poll_is_made_up_for_once_and_goes_on_from_there()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = Poll });
        await host.Jobs.PauseAsync("ann", id);
        host.Time.Advance(TimeSpan.FromDays(1));
        Instant resumed = host.Now();
        await host.Jobs.ResumeAsync("ann", id);

        RunView run = (await host.DrainAsync(host.Time.GetUtcNow().AddMinutes(3)))[0];
        (run.Due - resumed).ShouldBeLessThanOrEqualTo(s_delays[^1]);
        run.Lateness.ShouldBe(TimeSpan.Zero);
    }
}
