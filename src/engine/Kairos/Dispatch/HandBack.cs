using Kairos.Events;
using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Gives what was claimed and has not begun back to the store: when the engine stops, and while its node drains.</summary>
internal sealed class HandBack(IJobStore store, RunServices services, DispatchOptions options, ArmedSet set)
{
    // Slots that are not back by then cost who comes next a little time, and nobody else.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Withdraws all that waits and hands it back; returns how many.</summary>
    /// <param name="ct">Waits no longer for slots that are on their way back; what was claimed is handed back all the same.</param>
    /// <exception cref="Exception">The store did not take all of them. They are out of memory and stay held: adopted again where the engine goes on, else taken over.</exception>
    internal async ValueTask<int> AllAsync(CancellationToken ct)
    {
        Armed[] waiting = [.. set.All.Where(a => a.TryWithdraw())];
        try
        {
            await ReturnSlotsAsync(waiting, ct);
            foreach (Armed[] batch in waiting.Chunk(options.Batch))
            {
                await store.ReleaseAsync([.. batch.Select(a => a.Hold)], CancellationToken.None);
            }
        }
        finally
        {
            Forget(waiting);
        }

        return waiting.Length;
    }

    /// <summary>Takes out of memory what is no longer this node's: what waits is forgotten, what runs is told to end.</summary>
    /// <returns>How many.</returns>
    internal int Drop()
    {
        Armed[] all = [.. set.All];
        Armed[] waiting = [.. all.Where(a => a.TryWithdraw())];
        Forget(waiting);
        Armed[] running = [.. all.Where(a => a.IsRunning)];
        foreach (Armed armed in running)
        {
            armed.Cancel(CancelReason.NodeLost);
        }

        return waiting.Length + running.Length;
    }

    // First, so that whoever claims them next finds the slots free that they had.
    private async ValueTask ReturnSlotsAsync(Armed[] withdrawn, CancellationToken ct)
    {
        foreach (Armed armed in withdrawn)
        {
            armed.ReturnSlot();
        }

        await services.Targets.Settled.WaitAsync(s_patience, services.Clock.Provider, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Forget(Armed[] withdrawn)
    {
        foreach (Armed armed in withdrawn)
        {
            set.Remove(armed);
            services.Events.Tell(new JobWithdrawn(services.Clock.Now, armed.Row.Id, armed.Row.Fence));
        }
    }
}
