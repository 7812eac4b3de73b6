using Kairos.Dispatch;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class CalmTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();

    private static Task WaitsAsync(Calm calm) => calm.WaitAsync().AsTask();

    [Fact]
    public void Without_a_burst_nobody_waits()
    {
        Calm calm = new(_time);
        WaitsAsync(calm).IsCompleted.ShouldBeTrue();
        calm.Begin(10);
        WaitsAsync(calm).IsCompleted.ShouldBeTrue();
        calm.End();
    }

    [Fact]
    public async Task Who_waits_for_a_burst_goes_on_when_the_pool_has_come_to_its_end()
    {
        Calm calm = new(_time);
        calm.Begin(100);
        Task waits = WaitsAsync(calm);
        waits.IsCompleted.ShouldBeFalse();
        calm.End();
        await waits.WaitAsync(s_patience, TimeProvider.System);
    }

    [Fact]
    public async Task Who_waits_for_a_burst_is_not_forgotten_when_another_begins()
    {
        Calm calm = new(_time);
        calm.Begin(100);
        Task first = WaitsAsync(calm);
        calm.End();
        calm.Begin(100);
        Task second = WaitsAsync(calm);
        await first.WaitAsync(s_patience, TimeProvider.System);
        second.IsCompleted.ShouldBeFalse();
        calm.End();
        await second.WaitAsync(s_patience, TimeProvider.System);
        WaitsAsync(calm).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_waits_goes_on_after_a_while_even_if_the_burst_is_held_up()
    {
        Calm calm = new(_time);
        calm.Begin(100);
        Task waits = WaitsAsync(calm);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await waits.WaitAsync(s_patience, TimeProvider.System);
    }

    [Fact]
    public async Task However_many_bursts_there_were_who_waited_for_one_goes_on()
    {
        Calm calm = new(_time);
        List<Task> waits = [];
        for (int i = 0; i < 5_000; i++)
        {
            calm.Begin(i % 3 == 0 ? 1 : 100);
            waits.Add(WaitsAsync(calm));
            calm.End();
            waits.Add(WaitsAsync(calm));
        }

        await Task.WhenAll(waits).WaitAsync(s_patience, TimeProvider.System);
    }
}
