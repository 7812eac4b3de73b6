using Kairos.Events;
using Kairos.Testing;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Engine;

public sealed class EventTests
{
    private static ClockStepped Event(int number) => new(new Instant(number), TimeSpan.Zero);

    [Fact]
    public void Who_listens_hears_until_it_leaves()
    {
        EventStream events = new();
        events.IsHeard.ShouldBeFalse();
        List<long> one = [];
        List<long> two = [];
        IDisposable first = events.Listen(e => one.Add(e.At.Micros));
        IDisposable second = events.Listen(e => two.Add(e.At.Micros));
        events.Tell(Event(1));
        first.Dispose();
        first.Dispose();
        events.Tell(Event(2));
        events.IsHeard.ShouldBeTrue();
        second.Dispose();
        events.Tell(Event(3));

        one.ShouldBe([1]);
        two.ShouldBe([1, 2]);
        events.IsHeard.ShouldBeFalse();
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_and_holds_up_nobody()
    {
        EventStream events = new();
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<EngineEvent> reader = events.ReadAsync(3, stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> first = reader.MoveNextAsync();
        events.Tell(Event(0));
        (await first).ShouldBeTrue();
        for (int i = 1; i <= 10; i++)
        {
            events.Tell(Event(i));
        }

        List<long> heard = [];
        for (int i = 0; i < 3; i++)
        {
            (await reader.MoveNextAsync()).ShouldBeTrue();
            heard.Add(reader.Current.At.Micros);
        }

        heard.ShouldBe([8, 9, 10]);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await reader.MoveNextAsync());
    }

    [Fact]
    public async Task An_event_that_has_been_need_not_be_waited_for()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        await host.SettleAsync();
        (await host.UntilAsync<TookOver>()).Found.Released.ShouldBe(0);
        host.Events.OfType<RunStarted>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_engine_without_a_store_says_how_to_choose_one()
    {
        ServiceCollection services = new();
        services.AddKairos(static _ => { });
        using ServiceProvider provider = services.BuildServiceProvider();
        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<Hosting.KairosEngine>()).Message.ShouldContain("UseSqlite");
    }
}
