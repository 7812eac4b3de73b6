using Kairos.Dispatch;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class CalmTests
{
    private const int Burst = 64;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();

    private static Volley VolleyOf(int count) => new([.. Enumerable.Range(0, count).Select(_ => new Idle())]);

    private static Task WaitsAsync(Calm calm) => calm.WaitAsync().AsTask();

    [Fact]
    public void Without_a_burst_nobody_waits()
    {
        Calm calm = new(_time);
        WaitsAsync(calm).IsCompleted.ShouldBeTrue();
        calm.Watch(VolleyOf(Burst - 1));
        WaitsAsync(calm).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_waits_for_a_burst_goes_on_when_its_last_has_begun()
    {
        Calm calm = new(_time);
        Volley volley = VolleyOf(Burst);
        calm.Watch(volley);
        Task waits = WaitsAsync(calm);
        waits.IsCompleted.ShouldBeFalse();
        volley.Execute();
        await waits.WaitAsync(s_patience, TimeProvider.System);
        WaitsAsync(calm).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_waits_for_a_burst_is_not_forgotten_when_another_begins()
    {
        Calm calm = new(_time);
        Volley one = VolleyOf(Burst);
        calm.Watch(one);
        Task first = WaitsAsync(calm);
        Volley other = VolleyOf(Burst);
        calm.Watch(other);
        Task second = WaitsAsync(calm);
        one.Execute();
        await first.WaitAsync(s_patience, TimeProvider.System);
        second.IsCompleted.ShouldBeFalse();
        other.Execute();
        await second.WaitAsync(s_patience, TimeProvider.System);
    }

    [Fact]
    public async Task Who_waits_goes_on_after_a_while_even_if_the_burst_is_held_up()
    {
        Calm calm = new(_time);
        calm.Watch(VolleyOf(Burst));
        Task waits = WaitsAsync(calm);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await waits.WaitAsync(s_patience, TimeProvider.System);
    }

    private sealed class Idle : WheelItem
    {
        public override void Execute()
        {
        }
    }
}
