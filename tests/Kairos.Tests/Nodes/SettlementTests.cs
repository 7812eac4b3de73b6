using Kairos.Dispatch;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

/// <summary>What is told of a change that another node settles, at whatever moment it does.</summary>
public sealed class SettlementTests
{
    [Fact]
    public async Task A_cancel_that_the_holder_settles_between_two_readings_of_who_asked_is_applied()
    {
        ManualTime time = new();
        FakeCluster cluster = new(time);
        await using FakeNodeStore store = new(cluster);
        await store.OpenAsync(cluster.Clock, CancellationToken.None);
        await store.JoinAsync(new NodeEntry { Name = "both", Kinds = [], Since = default, Version = "1" }, CancellationToken.None);
        JobId id = JobId.New("ann", time.GetUtcNow());
        NewJob job = new() { Id = id, Kind = Greet.Kind, Owner = "ann", Due = cluster.Clock, At = cluster.Clock, Payload = Greet.Now().Payload };
        await store.SubmitAsync(job, cluster.Clock, CancellationToken.None);
        await store.ArmAsync(Instant.Min, cluster.Clock + TimeSpan.FromSeconds(1), 1, CancellationToken.None);
        JobView before = (await store.FindAsync("ann", id, CancellationToken.None)).ShouldNotBeNull();
        (await store.CancelAsync("ann", id, Grip.Unseen, cluster.Clock, CancellationToken.None)).ShouldBe(ChangeAnswer.Pending);

        // The hold that was asked is had anew just after it was read, and the new one ends after the first reading of the look.
        int readings = 0;
        store.After = async verb =>
        {
            readings += verb is "find" or "list runs" ? 1 : 0;
            if (readings == 1)
            {
                (await store.AdoptAsync([new Hold(id, before.Fence)], CancellationToken.None)).ShouldHaveSingleItem();
            }
            else if (readings == 2)
            {
                await store.ReleaseAsync([new Hold(id, before.Fence + 1)], CancellationToken.None);
            }
        };
        Settlement settlement = new(store, store, new EngineClock(time), new NodeOptions { SettleWait = TimeSpan.Zero });

        (await settlement.OfAsync(AskKind.Cancel, "ann", id, before, CancellationToken.None)).ShouldBe(ChangeAnswer.Applied);
    }
}
