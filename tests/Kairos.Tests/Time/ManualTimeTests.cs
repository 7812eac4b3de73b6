using Kairos.Testing;

namespace Kairos.Tests.Time;

public sealed class ManualTimeTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _fired = [];

    private ITimer Timer(string name, double dueSeconds, double periodSeconds = 0) => _time.CreateTimer(
        _ => _fired.Add($"{name}@{(_time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds}"),
        null,
        TimeSpan.FromSeconds(dueSeconds),
        periodSeconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(periodSeconds));

    [Fact]
    public void Timers_fire_in_the_order_of_their_instants_each_at_its_own()
    {
        using ITimer c = Timer("c", 3);
        using ITimer a = Timer("a", 1);
        using ITimer b = Timer("b", 2);
        using ITimer late = Timer("late", 11);
        _time.Advance(TimeSpan.FromSeconds(10));
        _fired.ShouldBe(["a@1", "b@2", "c@3"]);
        _time.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero));
    }

    [Fact]
    public void Timers_of_one_instant_fire_in_the_order_of_their_making()
    {
        using ITimer a = Timer("a", 1);
        using ITimer b = Timer("b", 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        _fired.ShouldBe(["a@1", "b@1"]);
    }

    [Fact]
    public void A_periodic_timer_fires_each_period_until_it_is_changed_or_disposed_of()
    {
        ITimer timer = Timer("p", 1, 2);
        _time.Advance(TimeSpan.FromSeconds(6));
        _fired.ShouldBe(["p@1", "p@3", "p@5"]);

        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(30));
        _fired.Count.ShouldBe(4);

        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).ShouldBeTrue();
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(30));
        _fired.Count.ShouldBe(4);
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).ShouldBeFalse();
    }

    [Fact]
    public void A_timer_may_make_another_that_falls_into_the_same_advance()
    {
        ITimer? second = null;
        using ITimer first = _time.CreateTimer(_ => second = Timer("second", 2), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(5));
        _fired.ShouldBe(["second@3"]);
        second.ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void A_step_of_the_wall_fires_no_timer_and_does_not_move_the_monotonic_clock()
    {
        using ITimer timer = Timer("t", 5);
        long before = _time.GetTimestamp();
        _time.StepWall(TimeSpan.FromHours(1));
        _fired.ShouldBeEmpty();
        _time.GetElapsedTime(before).ShouldBe(TimeSpan.Zero);
        _time.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero));

        _time.StepWall(TimeSpan.FromHours(-2));
        _time.Advance(TimeSpan.FromSeconds(5));
        _fired.ShouldBe(["t@-3595"]);
    }

    [Fact]
    public void Advancing_backwards_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => _time.AdvanceTo(_time.GetUtcNow().AddSeconds(-1)));
    }

    [Fact]
    public void Advancing_to_a_wall_time_counts_the_steps_of_the_wall()
    {
        _time.StepWall(TimeSpan.FromHours(-1));
        DateTimeOffset to = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _time.AdvanceTo(to);
        _time.GetUtcNow().ShouldBe(to);
        _time.GetElapsedTime(0).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_timer_of_no_time_fires_at_once_on_another_thread()
    {
        TaskCompletionSource<int> fired = new();
        int mine = Environment.CurrentManagedThreadId;
        using ITimer timer = _time.CreateTimer(_ => fired.TrySetResult(Environment.CurrentManagedThreadId), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        (await fired.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System)).ShouldBeGreaterThan(0);
        mine.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_platform_s_waits_follow_it()
    {
        Task delay = Task.Delay(TimeSpan.FromHours(1), _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(59));
        delay.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }
}
