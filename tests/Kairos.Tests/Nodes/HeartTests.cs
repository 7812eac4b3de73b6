using System.Collections.Concurrent;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

public sealed class HeartTests : IHeartListener, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FakeCluster _cluster = new(new ManualTime());
    private readonly FakeNodeStore _store;
    private readonly EngineClock _clock = new(new SuspendTime(), new StoreClock());
    private readonly Lease _lease;
    private readonly ConcurrentDictionary<bool, int> _onPool = new();
    private readonly TaskCompletionSource _fifth = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _missed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Heart _heart;
    private Instant _nextStart = Instant.Max;
    private int _beats;

    public HeartTests()
    {
        _store = new FakeNodeStore(_cluster);
        _lease = new Lease(_clock);
        _heart = NewHeart(TimeSpan.FromMilliseconds(10));
    }

    Instant IHeartListener.NextStart => _nextStart;

    public async ValueTask DisposeAsync()
    {
        _heart.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task On_the_systems_time_it_beats_by_itself_and_never_on_the_thread_pool()
    {
        await BeginAsync();
        await _fifth.Task.WaitAsync(s_patience, TimeProvider.System);
        _lease.IsHeld().ShouldBeTrue();
        _onPool.Keys.ShouldBe([false]);
    }

    [Fact]
    public async Task A_stop_ends_its_thread_and_leaves_the_lease_to_run_out()
    {
        await BeginAsync();
        _heart.Stop(s_patience).ShouldBeTrue();
        _lease.IsHeld().ShouldBeTrue();
    }

    [Fact]
    public async Task A_beat_that_is_not_answered_does_not_renew_the_lease_and_is_tried_again()
    {
        await BeginAsync();
        await _fifth.Task.WaitAsync(s_patience, TimeProvider.System);
        _store.BeforeBeat = FakeNodeStore.Fail;
        await _missed.Task.WaitAsync(s_patience, TimeProvider.System);
        _store.BeforeBeat = static () => { };
        int missedAt = Volatile.Read(ref _beats);
        SpinWait.SpinUntil(() => Volatile.Read(ref _beats) > missedAt, s_patience).ShouldBeTrue();
    }

    [Fact]
    public async Task Before_a_start_it_asks_for_the_clock_although_no_beat_is_due()
    {
        await BeginWithOnlyAStartAheadAsync();
        await _looked.Task.WaitAsync(s_patience, TimeProvider.System);
        _onPool.Keys.ShouldBe([false]);
        Volatile.Read(ref _beats).ShouldBe(1);
    }

    [Fact]
    public async Task Where_the_clock_can_not_be_had_before_a_start_it_beats_at_once()
    {
        await BeginWithOnlyAStartAheadAsync();
        _store.BeforeBeat = FakeNodeStore.Fail;
        await _missed.Task.WaitAsync(s_patience, TimeProvider.System);
    }

    void IHeartListener.Looked()
    {
        _onPool[Thread.CurrentThread.IsThreadPoolThread] = 1;
        _looked.TrySetResult();
    }

    void IHeartListener.Beaten(BeatAnswer answer, Instant asked, Instant answered)
    {
        _onPool[Thread.CurrentThread.IsThreadPoolThread] = 1;
        if (Interlocked.Increment(ref _beats) == 5)
        {
            _fifth.TrySetResult();
        }
    }

    void IHeartListener.Missed(Exception fault) => _missed.TrySetResult();

    void IHeartListener.Lost() => throw new InvalidOperationException("Nobody takes it over here.");

    private Heart NewHeart(TimeSpan beat) => new(_store, _clock, _lease, new NodeOptions { Beat = beat, BeatRetry = TimeSpan.FromMilliseconds(5) }, this);

    private Task BeginWithOnlyAStartAheadAsync()
    {
        _heart.Dispose();
        _heart = NewHeart(TimeSpan.FromHours(1));
        _nextStart = _cluster.Clock + TimeSpan.FromMilliseconds(400);
        return BeginAsync();
    }

    private async Task BeginAsync()
    {
        await _cluster.OpenAsync(_cluster.Clock);
        await _store.JoinAsync(new NodeEntry { Name = "heart", Kinds = [], Since = default, Version = "1" }, CancellationToken.None);
        await _heart.BeginAsync().WaitAsync(s_patience, TimeProvider.System);
    }
}
