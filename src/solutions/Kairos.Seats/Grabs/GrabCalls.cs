using Kairos.Seats.Venues;
using Kairos.Time;

namespace Kairos.Seats.Grabs;

/// <summary>What a grab's calls are bound by: the venue's limits, its budget, and the end of the grab.</summary>
internal sealed class GrabCalls(VenueOptions options, EngineClock clock, Func<Instant> end, Func<CancellationToken, ValueTask<TimeSpan>> slot)
{
    internal VenueOptions Options => options;

    internal Instant Now => clock.Now;

    internal TimeProvider Time => clock.Provider;

    /// <summary>Draws the order of rooms where any would do; the same for preparation and run.</summary>
    internal required int Chance { get; init; }

    internal bool IsOver => clock.Now >= end();

    internal bool IsOverAfter(TimeSpan wait) => clock.Now + wait >= end();

    /// <summary>Waits for a slot in the venue's budget.</summary>
    internal ValueTask<TimeSpan> SlotAsync(CancellationToken ct) => slot(ct);
}
