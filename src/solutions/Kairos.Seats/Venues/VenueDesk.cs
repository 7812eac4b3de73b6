using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Seats.Venues;

/// <summary>A venue with all that goes with it: adapter, settings, budget and clock.</summary>
public sealed class VenueDesk(IVenue venue, VenueOptions options, Target target, VenueClock clock, EngineClock engineClock)
{
    /// <summary>The adapter.</summary>
    public IVenue Venue => venue;

    /// <summary>The settings.</summary>
    public VenueOptions Options => options;

    /// <summary>Budget and clock as the engine sees them.</summary>
    public Target Target => target;

    /// <summary>Keeps the venue's clock known.</summary>
    public VenueClock Clock => clock;

    /// <summary>Our clock.</summary>
    public EngineClock EngineClock => engineClock;

    /// <summary>For waits between tries.</summary>
    public TimeProvider Time => engineClock.Provider;
}
