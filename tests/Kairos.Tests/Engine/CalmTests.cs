using Kairos.Dispatch;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class CalmTests
{
    private const int Burst = 64;
    private readonly Calm _calm = new(new ManualTime());

    [Fact]
    public void Without_a_burst_nobody_waits()
    {
        _calm.Begin(Burst - 1);
        _calm.WaitAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        _calm.End();
    }

    [Fact]
    public async Task A_burst_is_waited_for_until_what_was_queued_before_its_end_has_begun()
    {
        _calm.Begin(Burst);
        Task calm = _calm.WaitAsync().AsTask();
        calm.IsCompleted.ShouldBeFalse();
        _calm.End();
        await calm;
        _calm.WaitAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_burst_that_overlaps_another_leaves_nobody_waiting()
    {
        _calm.Begin(Burst);
        Task first = _calm.WaitAsync().AsTask();
        _calm.End();
        _calm.Begin(Burst);
        Task second = _calm.WaitAsync().AsTask();
        _calm.End();
        await Task.WhenAll(first, second);
    }
}
