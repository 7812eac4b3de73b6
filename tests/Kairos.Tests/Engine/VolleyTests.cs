using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Kairos.Dispatch;

namespace Kairos.Tests.Engine;

public sealed class VolleyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly AsyncLocal<string?> s_left = new();

    private static Volley Of(IEnumerable<Action> actions) => new([.. actions.Select(a => new Item(a))]);

    [Fact]
    public async Task Each_of_its_items_runs_once_and_its_last_begins_last()
    {
        const int Count = 20_000;
        int[] ran = new int[Count];
        int left = Count;
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volley volley = Of(Enumerable.Range(0, Count).Select<int, Action>(i => () =>
        {
            Interlocked.Increment(ref ran[i]);
            if (Interlocked.Decrement(ref left) == 0)
            {
                all.SetResult();
            }
        }));
        volley.Release();
        await all.Task.WaitAsync(s_patience, TimeProvider.System);
        await volley.Begun.WaitAsync(s_patience, TimeProvider.System);
        ran.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task What_a_worker_has_in_hand_when_its_item_blocks_is_begun_by_others()
    {
        using CountdownEvent others = new(999);
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volley volley = Of(Enumerable.Range(0, 1_000).Select<int, Action>(i => i > 0
            ? () => others.Signal()
            : () =>
            {
                others.Wait(s_patience, CancellationToken.None);
                first.SetResult();
            }));
        volley.Release();

        await first.Task.WaitAsync(s_patience, TimeProvider.System);
        others.IsSet.ShouldBeTrue();
        volley.Begun.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Items_that_block_their_threads_hold_up_no_other()
    {
        using ManualResetEventSlim go = new();
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CountdownEvent blocked = new(8);
        Volley volley = Of(Enumerable.Range(0, 9).Select<int, Action>(i => i < 8
            ? () =>
            {
                blocked.Signal();
                go.Wait(s_patience, CancellationToken.None);
            }
            : last.SetResult));
        volley.Release();
        await last.Task.WaitAsync(s_patience, TimeProvider.System);

        // Whoever took one of them before the last was taken may be on its way into it still.
        blocked.Wait(s_patience, CancellationToken.None).ShouldBeTrue();
        go.Set();
    }

    [Fact]
    public void What_an_item_leaves_in_its_context_is_not_the_next_ones()
    {
        using CountdownEvent ran = new(3);
        ConcurrentQueue<string> seen = [];
        Thread alone = new(() => Of(Enumerable.Range(0, ran.InitialCount).Select<int, Action>(_ => () =>
        {
            seen.Enqueue($"{s_left.Value}{SynchronizationContext.Current}");
            s_left.Value = "left behind";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            ran.Signal();
        })).Execute());
        alone.Start();
        alone.Join();
        ran.Wait(s_patience, CancellationToken.None).ShouldBeTrue();
        seen.ShouldAllBe(s => s == "");
    }

    [Fact]
    public async Task A_handler_that_never_returns_keeps_nothing_of_its_volley_in_memory()
    {
        using ManualResetEventSlim go = new();
        TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (Volley volley, WeakReference other) = Stuck(() =>
        {
            stuck.SetResult();
            go.Wait(s_patience, CancellationToken.None);
        });
        volley.Release();
        await stuck.Task.WaitAsync(s_patience, TimeProvider.System);
        await volley.Begun.WaitAsync(s_patience, TimeProvider.System);
        SpinWait.SpinUntil(() => Collected(other), s_patience).ShouldBeTrue();
        GC.KeepAlive(volley);
        go.Set();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Volley Volley, WeakReference Other) Stuck(Action first)
    {
        Item other = new(static () => { });
        return (new Volley([new Item(first), other]), new WeakReference(other));
    }

    private static bool Collected(WeakReference reference)
    {
        GC.Collect();
        return !reference.IsAlive;
    }

    private sealed class Item(Action act) : WheelItem
    {
        public override void Execute() => act();
    }
}
