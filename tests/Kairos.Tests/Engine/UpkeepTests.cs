using System.Threading.Channels;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class UpkeepTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_over_is_forgotten_a_minute_after_the_start_and_then_each_hour_even_if_it_fails()
    {
        FaultyStore store = new();
        Channel<DateTimeOffset> sweeps = Channel.CreateUnbounded<DateTimeOffset>();
        await using KairosTestHost host = await KairosTestHost.StartAsync(store.Use);
        DateTimeOffset start = host.Time.GetUtcNow();
        store.Before = verb =>
        {
            if (verb != "sweep")
            {
                return Task.CompletedTask;
            }

            sweeps.Writer.TryWrite(host.Time.GetUtcNow()).ShouldBeTrue();
            return FaultyStore.Unavailable;
        };

        foreach (TimeSpan after in (TimeSpan[])[TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(61), TimeSpan.FromMinutes(121)])
        {
            host.Time.AdvanceTo(start + after - TimeSpan.FromTicks(1));
            sweeps.Reader.TryPeek(out _).ShouldBeFalse();
            host.Time.AdvanceTo(start + after);
            (await sweeps.Reader.ReadAsync().AsTask().WaitAsync(s_patience, TimeProvider.System)).ShouldBe(start + after);
        }
    }
}
