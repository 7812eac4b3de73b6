using Kairos.Dispatch.Planning;
using Kairos.Events;
using Kairos.Nodes;
using Kairos.Targets;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.Dispatch;

/// <summary>What a running job reaches for: wired once, when the engine is made.</summary>
internal sealed class RunServices
{
    internal required EngineClock Clock { get; init; }

    internal required EventStream Events { get; init; }

    internal required TargetRegistry Targets { get; init; }

    internal required ILogger Logger { get; init; }

    internal required Calm Calm { get; init; }

    internal required Lease Lease { get; init; }

    internal CallMaker Calls { get; set; } = null!;

    internal Wheel Wheel { get; set; } = null!;

    internal Waits Waits { get; set; } = null!;

    internal Marker Marker { get; set; } = null!;

    internal Gatekeeper Gates { get; set; } = null!;

    internal Runner Runner { get; set; } = null!;

    internal Completer Completer { get; set; } = null!;

    internal required QuietBook Quiet { get; init; }

    internal required StartCheck StartCheck { get; init; }

    /// <summary>The store did not do this: for the log, and for whoever listens.</summary>
    internal void TellStoreFailed(string verb, Exception fault)
    {
        Log.StoreFailed(Logger, verb, fault.Message);
        Events.Tell(new StoreFailed(Clock.Now, verb, fault.Message));
    }

    /// <summary>Its instant has come and the lease does not hold.</summary>
    internal void TellHeldBack(Armed armed, Instant now)
    {
        if (Events.IsHeard)
        {
            Events.Tell(new StartHeldBack(now, armed.Row.Id, armed.Row.Fence));
        }
    }
}
