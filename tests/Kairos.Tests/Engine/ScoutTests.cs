using Kairos.Dispatch;

namespace Kairos.Tests.Engine;

public sealed class ScoutTests
{
    private readonly Scout _scout = new();

    [Fact]
    public void Nothing_can_be_handed_to_a_scout_that_is_not_out() => _scout.TryHand(new Item()).ShouldBeFalse();

    [Fact]
    public async Task A_scout_that_is_out_runs_the_one_item_it_is_handed()
    {
        // Its patience is half a millisecond: on a busy machine it may be gone before it is handed anything, and goes out again.
        Item item = new();
        while (!await SendAndHandAsync(item))
        {
        }

        _scout.TryHand(new Item()).ShouldBeFalse();
        await item.Ran;
    }

    [Fact]
    public void A_scout_that_is_called_back_before_it_came_does_not_wait()
    {
        _scout.Return();
        ((IThreadPoolWorkItem)_scout).Execute();
        _scout.TryHand(new Item()).ShouldBeFalse();
    }

    private Task<bool> SendAndHandAsync(Item item) => Task.Run(() =>
    {
        _scout.Send();
        return SpinWait.SpinUntil(() => _scout.TryHand(item), TimeSpan.FromMilliseconds(100));
    });

    private sealed class Item : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Ran => _ran.Task;

        public void Execute() => _ran.SetResult();
    }
}
