using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Targets;

/// <summary>A target's request budget: slots on the target's clock, reserved for now or for an instant ahead.</summary>
/// <remarks>
/// Time is cut into cells of Burst / RequestsPerSecond, aligned to the epoch; a cell admits Burst requests. A reservation
/// takes the first cell with room at or after its instant, and goes at that instant or at the cell's beginning. So what is
/// reserved for 20:10:00 leaves the seconds before it free, which a single chain of slots would not. Two neighbouring
/// cells can together pass twice Burst within less than a cell.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal interface ISlotLedger
{
    /// <summary>How time is cut.</summary>
    SlotGrid Grid { get; }

    /// <summary>Ends when no slot that was returned is on its way any more to where others find it.</summary>
    Task Settled { get; }

    /// <summary>Asks for a slot at <paramref name="earliest"/> or later. Who asked before is served before.</summary>
    SlotRequest Ask(Instant earliest);

    /// <summary>Gives back a slot that will not be used.</summary>
    void Return(Instant slot);
}
