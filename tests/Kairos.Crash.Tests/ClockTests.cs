using System.Globalization;
using Kairos.Crash.Tests.Workers;
using Kairos.Lab.Clocks;

namespace Kairos.Crash.Tests;

/// <summary>A real process whose wall clock steps while jobs wait: some in memory, some beyond its horizon of 5 s.</summary>
public sealed class ClockTests(ITestOutputHelper output) : IDisposable
{
    // The wheel reads the clock each 100 ms, and a step calls for a claim at once: some 0.2 s on a quiet machine. A
    // worker that missed the step would be late by the step, or by the poll of the store and the length of its claim.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(3);

    private readonly CrashHome _home = new();
    private readonly Dictionary<string, long> _dueOf = [];
    private SteppedClock _clock = null!;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(3600)]
    public async Task After_a_step_all_that_waits_starts_at_its_instant_by_the_new_clock_and_once(int seconds)
    {
        using OtherProcess worker = await StartAsync();
        long first = await SubmitAsync(worker, Spread(10, 0.2, 0.6));
        await StartsAsync(worker, first);
        long armed = await SubmitAsync(worker, Spread(20, 2.5, 4.5));
        long beyond = await SubmitAsync(worker, Spread(20, 5.5, seconds == 3600 ? 3000 : 7));
        await ArmedAsync(worker, first + armed);

        Reading step = Step(TimeSpan.FromSeconds(seconds));
        await worker.LineAsync("stepped ");
        await StartsAsync(worker, first + armed + beyond);

        Check(await EndAsync(worker), [step]);
    }

    [Fact]
    public async Task A_step_back_by_an_hour_holds_all_that_waits_until_the_clock_has_come_there_and_repeats_nothing()
    {
        using OtherProcess worker = await StartAsync();
        long first = await SubmitAsync(worker, Spread(10, 0.2, 0.6));
        await StartsAsync(worker, first);
        long armed = await SubmitAsync(worker, Spread(20, 2, 3));
        long beyond = await SubmitAsync(worker, Spread(20, 6, 8));
        await ArmedAsync(worker, first + armed);

        Reading back = Step(TimeSpan.FromHours(-1));
        await worker.LineAsync("stepped ");

        // By the time that these have run, what was armed would have been due by the old clock.
        long canaries = await SubmitAsync(worker, Spread(5, 1, 3.5));
        await StartsAsync(worker, first + canaries);
        HashSet<string> held = [.. _dueOf.Keys.Skip((int)first).Take((int)(armed + beyond))];
        Started(worker).Where(s => held.Contains(s.Job)).ShouldBeEmpty("started an hour early");

        Reading forth = Step(TimeSpan.FromHours(1));
        await worker.LineAsync("stepped ");
        await StartsAsync(worker, first + canaries + armed + beyond);

        Check(await EndAsync(worker), [back, forth]);
    }

    private async Task<OtherProcess> StartAsync()
    {
        _clock = await SteppedClock.MakeAsync(_home.Place.Folder);
        OtherProcess worker = _home.Start("obey", environment: _clock.Variables);
        await worker.LineAsync("ready");
        return worker;
    }

    private static IEnumerable<double> Spread(int count, double from, double until) =>
        Enumerable.Range(0, count).Select(i => from + ((until - from) * i / (count - 1)));

    private async Task<long> SubmitAsync(OtherProcess worker, IEnumerable<double> secondsAhead)
    {
        long now = _clock.Shown;
        long submitted = 0;
        foreach (double ahead in secondsAhead)
        {
            long due = now + SteppedClock.Micros(TimeSpan.FromSeconds(ahead));
            string name = $"job{_dueOf.Count}";
            worker.Say(string.Create(CultureInfo.InvariantCulture, $"submit plain {name} {due}"));
            string acked = await worker.LineAsync($"acked {name} ");
            _dueOf.Add(acked.Split(' ')[2], due);
            submitted++;
        }

        return submitted;
    }

    private static Task StartsAsync(OtherProcess worker, long count) => SaidAsync(worker, "started ", count);

    private static Task ArmedAsync(OtherProcess worker, long count) => SaidAsync(worker, "armed ", count);

    private static async Task SaidAsync(OtherProcess worker, string word, long count)
    {
        while (worker.Said.Count(l => l.StartsWith(word, StringComparison.Ordinal)) < count)
        {
            await worker.LineAsync(word);
        }
    }

    private Reading Step(TimeSpan by)
    {
        long steady = SteppedClock.Steady;
        _clock.Step(by);
        return new Reading(steady, _clock.Shown);
    }

    private static async Task<OtherProcess> EndAsync(OtherProcess worker)
    {
        worker.Say("stop");
        await worker.LineAsync("stopped");
        (await worker.ExitAsync()).ShouldBe(0, worker.Errors);
        return worker;
    }

    private void Check(OtherProcess worker, IReadOnlyList<Reading> steps)
    {
        IReadOnlyList<Start> starts = Started(worker);
        starts.GroupBy(s => s.Job).Where(g => g.Count() > 1).ShouldBeEmpty("started twice");
        starts.Select(s => s.Job).Order().ShouldBe(_dueOf.Keys.Order());
        starts.Where(s => s.Shown < s.Due).ShouldBeEmpty("early by the clock as shown");

        long latest = 0;
        foreach (Start start in starts)
        {
            // The later of its instant and the step, on the steady clock, by the clock that held when it started.
            Reading? step = steps.LastOrDefault(s => s.Steady <= start.Steady);
            long late = step is null ? start.Shown - start.Due : start.Steady - (step.Steady + Math.Max(0, start.Due - step.Shown));
            latest = Math.Max(latest, late);
        }

        output.WriteLine($"{starts.Count} starts, the latest {latest / 1000.0:F1} ms after the later of its instant and the step");
        TimeSpan.FromMicroseconds(latest).ShouldBeLessThan(s_bound);
    }

    private static Start[] Started(OtherProcess worker) =>
        [.. worker.Said.Where(l => l.StartsWith("started ", StringComparison.Ordinal)).Select(l => l.Split(' ')).Select(w => new Start(w[1], Long(w[2]), Long(w[3]), Long(w[4])))];

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The steady clock at a step, and what the wall clock shows from then on. Microseconds.</summary>
    private sealed record Reading(long Steady, long Shown);

    private sealed record Start(string Job, long Due, long Shown, long Steady);
}
