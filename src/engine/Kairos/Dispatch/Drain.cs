using Kairos.Events;

namespace Kairos.Dispatch;

/// <summary>Whether this node is asked to claim nothing more: what has not begun is handed back, what runs ends.</summary>
internal sealed class Drain(RunServices services, Armer armer)
{
    private int _on;

    internal bool IsOn => Volatile.Read(ref _on) != 0;

    internal void Set(bool on)
    {
        if (Interlocked.Exchange(ref _on, on ? 1 : 0) == (on ? 1 : 0))
        {
            return;
        }

        if (on)
        {
            Log.Draining(services.Logger);
        }
        else
        {
            Log.DrainingOver(services.Logger);
        }

        services.Events.Tell(new NodeDraining(services.Clock.Now, on));

        // The pass hands back, or claims.
        armer.Call();
    }
}
