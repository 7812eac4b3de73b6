using System.Threading.Channels;
using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Stores;

namespace Kairos.Nodes;

/// <summary>Takes dead nodes over and settles what they held: one piece of work at a time, apart from the beats, which never wait for it.</summary>
/// <remarks>Nothing is tried again here: as long as there is something to do, each beat says so again.</remarks>
internal sealed class Sweeper(INodeStore store, RunServices services, TimeSpan term, Action settled)
{
    private const int Batch = 500;

    // What a later beat saw takes the place of what an earlier one did.
    private readonly Channel<Findings> _calls = Channel.CreateBounded<Findings>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <param name="dead">Nodes that are dead.</param>
    /// <param name="deadHold">Dead nodes hold jobs.</param>
    internal void Call(IReadOnlyList<NodeBeat> dead, bool deadHold) => _calls.Writer.TryWrite(new Findings(dead, deadHold));

    internal void Close() => _calls.Writer.TryComplete();

    internal async Task RunAsync()
    {
        await foreach (Findings found in _calls.Reader.ReadAllAsync())
        {
            try
            {
                await RunOnceAsync(found.Dead, found.DeadHold);
            }
            catch (Exception e)
            {
                services.TellStoreFailed("take over", e);
            }
        }
    }

    /// <summary>Takes these nodes over, and settles all that dead nodes hold.</summary>
    internal async ValueTask RunOnceAsync(IReadOnlyList<NodeBeat> dead, bool deadHold)
    {
        bool tookOver = false;
        foreach (NodeBeat node in dead)
        {
            if (await store.TryTakeOverAsync(node.Node, node.Beat, CancellationToken.None))
            {
                tookOver = true;
                Log.NodeTakenOver(services.Logger, node.Node, node.Beat);
                services.Events.Tell(new NodeTakenOver(services.Clock.Now, node.Node, node.Beat));
            }
        }

        if (tookOver || deadHold)
        {
            await SettleAsync(tookOver);
        }
    }

    private async ValueTask SettleAsync(bool tookOver)
    {
        TakeOver all = TakeOver.Nothing;
        while (true)
        {
            TakeOver found = await store.SettleAsync(services.Clock.Latest, term, Batch, CancellationToken.None);
            if (found == TakeOver.Nothing)
            {
                break;
            }

            all += found;
        }

        if (all != TakeOver.Nothing)
        {
            Log.TookOver(services.Logger, all);
        }

        if (tookOver || all != TakeOver.Nothing)
        {
            services.Events.Tell(new TookOver(services.Clock.Now, all));
            services.Quiet.Change();
            settled();
        }
    }

    private readonly record struct Findings(IReadOnlyList<NodeBeat> Dead, bool DeadHold);
}
