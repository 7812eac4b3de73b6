using System.Collections.Concurrent;
using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class WheelTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Items_of_one_instant_are_released_by_priority_and_then_as_they_came()
    {
        ManualTime time = new();
        using Stage stage = new(time);
        Instant at = stage.Clock.Now + TimeSpan.FromSeconds(1);
        Recorder[] items = [.. new[] { 0, 5, -3, 5, 0, 9 }.Select((p, i) => new Recorder(stage, i, p) { ReleaseAt = at })];
        stage.Wheel.AddAll(items);

        time.AdvanceTo(at.ToDateTimeOffset());
        await Task.WhenAll(items.Select(i => i.Released)).WaitAsync(s_patience, TimeProvider.System);

        stage.Order.ShouldBe([5, 1, 3, 0, 4, 2]);
    }

    [Fact]
    public async Task Earlier_instants_are_released_before_later_ones_however_they_were_added()
    {
        ManualTime time = new();
        using Stage stage = new(time);
        Instant start = stage.Clock.Now;
        int[] seconds = [7, 3, 9, 1, 5];
        Recorder[] items = [.. seconds.Select(s => new Recorder(stage, s, 0) { ReleaseAt = start + TimeSpan.FromSeconds(s) })];
        foreach (Recorder item in items)
        {
            stage.Wheel.Add(item);
        }

        time.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(items.Select(i => i.Released)).WaitAsync(s_patience, TimeProvider.System);

        stage.Order.ShouldBe([1, 3, 5, 7, 9]);
    }

    [Fact]
    public async Task No_wakeup_is_lost_when_many_threads_add_while_time_stands_still()
    {
        // A lost wakeup shows: nothing but the adding itself can wake the wheel.
        ManualTime time = new();
        using Stage stage = new(time);
        Task<Recorder[]>[] adders = [.. Enumerable.Range(0, 4).Select(t => Task.Run(async () =>
        {
            Recorder[] items = new Recorder[2_000];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = new Recorder(stage, i, 0) { ReleaseAt = stage.Clock.Now - TimeSpan.FromMicroseconds(i % 7) };
                stage.Wheel.Add(items[i]);
                if (i % 3 == t % 3)
                {
                    await items[i].Released.WaitAsync(s_patience, TimeProvider.System);
                }
            }

            return items;
        }))];

        foreach (Recorder[] items in await Task.WhenAll(adders))
        {
            await Task.WhenAll(items.Select(i => i.Released)).WaitAsync(s_patience, TimeProvider.System);
        }
    }

    [Fact]
    public async Task Every_item_added_around_now_by_many_threads_is_released_and_none_early_on_the_real_clock()
    {
        using Stage stage = new(TimeProvider.System);
        Task<Recorder[]>[] adders = [.. Enumerable.Range(0, 6).Select(seed => Task.Run(() =>
        {
            Random random = new(seed);
            Recorder[] items = new Recorder[3_000];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = new Recorder(stage, i, random.Next(-2, 3)) { ReleaseAt = stage.Clock.Now + TimeSpan.FromMicroseconds(random.Next(-2_000, 12_000)) };
                stage.Wheel.Add(items[i]);
                Thread.SpinWait(random.Next(2_000));
            }

            return items;
        }))];

        foreach (Recorder item in (await Task.WhenAll(adders)).SelectMany(i => i))
        {
            await item.Released.WaitAsync(s_patience, TimeProvider.System);
            item.ReleasedAt.ShouldBeGreaterThanOrEqualTo(item.ReleaseAt);
            item.Releases.ShouldBe(1);
        }

        stage.Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_item_due_sooner_than_the_one_waited_for_is_not_held_up_by_it()
    {
        ManualTime time = new();
        using Stage stage = new(time);
        Instant start = stage.Clock.Now;
        Recorder late = new(stage, 1, 0) { ReleaseAt = start + TimeSpan.FromHours(1) };
        Recorder soon = new(stage, 2, 0) { ReleaseAt = start + TimeSpan.FromMilliseconds(10) };
        stage.Wheel.Add(late);
        stage.Wheel.Add(soon);

        time.Advance(TimeSpan.FromMilliseconds(10));
        await soon.Released.WaitAsync(s_patience, TimeProvider.System);

        late.Released.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_item_that_hangs_on_another_clock_is_released_earlier_when_that_turns_out_to_be_ahead()
    {
        ManualTime time = new();
        using Stage stage = new(time);
        Instant start = stage.Clock.Now;
        Instant planned = start + TimeSpan.FromSeconds(10);
        Recorder item = new(stage, 1, 0) { ReleaseAt = planned, Anew = () => planned };
        stage.Wheel.Add(item);
        time.Advance(TimeSpan.FromSeconds(2));
        item.Released.IsCompleted.ShouldBeFalse();

        planned = start + TimeSpan.FromSeconds(2);
        stage.Wheel.Replan();
        await item.Released.WaitAsync(s_patience, TimeProvider.System);

        time.Advance(TimeSpan.FromSeconds(20));
        Recorder last = new(stage, 2, 0) { ReleaseAt = stage.Clock.Now };
        stage.Wheel.Add(last);
        await last.Released.WaitAsync(s_patience, TimeProvider.System);
        stage.Clock.Now.ShouldBeGreaterThan(start + TimeSpan.FromSeconds(10));
    }

    private sealed class Stage : IReleaseWatcher, IDisposable
    {
        internal Stage(TimeProvider time)
        {
            Clock = new EngineClock(time);
            Wheel = new Wheel(Clock, new EventStream(), this);
            Wheel.Start();
        }

        internal EngineClock Clock { get; }

        internal Wheel Wheel { get; }

        internal ConcurrentQueue<int> Order { get; } = new();

        internal ConcurrentQueue<TimeSpan> Steps { get; } = new();

        public void Dispose() => Wheel.Dispose();

        void IReleaseWatcher.Near(bool near)
        {
        }

        void IReleaseWatcher.Releasing(Volley volley)
        {
            foreach (Recorder item in volley.Items.Cast<Recorder>())
            {
                Order.Enqueue(item.Number);
            }
        }

        void IReleaseWatcher.Released()
        {
        }

        void IReleaseWatcher.Stepped(TimeSpan by) => Steps.Enqueue(by);
    }

    private sealed class Recorder(Stage stage, int number, int priority) : WheelItem
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _releases;

        internal Task Released => _released.Task;

        internal Instant ReleasedAt { get; private set; }

        internal int Number => number;

        internal int Releases => Volatile.Read(ref _releases);

        internal Func<Instant>? Anew { get; init; }

        internal override int Priority => priority;

        internal override bool Moves => Anew is not null;

        internal override Instant Replan() => Anew?.Invoke() ?? ReleaseAt;

        public override void Execute()
        {
            ReleasedAt = stage.Clock.Now;
            Interlocked.Increment(ref _releases);
            _released.TrySetResult();
        }
    }
}
