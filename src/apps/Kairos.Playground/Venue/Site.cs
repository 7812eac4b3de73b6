namespace Kairos.Playground.Venue;

/// <summary>The whole venue without its web: every part once, all by one clock.</summary>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class Site
{
    public Site(PlaygroundOptions options, TimeProvider time)
    {
        Options = options;
        Clock = new VenueClock(time, options.ClockOffset);
        Opening = new Opening(options.OpensAt);
        Catalogue = new Catalogue(options.Seed);
        Sessions = new Sessions(options.Seed, Clock, options.SessionLifetime, time);
        RateLimit = new RateLimit(options.RequestsPerSecond, time);
        Tokens = new PageTokens(options.TokenLifetime, time);
        Reservations = new Reservations(Clock, Pulses);
        Record = new ArrivalRecord(Clock, Opening);
    }

    public PlaygroundOptions Options { get; }

    public VenueClock Clock { get; }

    public Opening Opening { get; }

    public Catalogue Catalogue { get; }

    public Sessions Sessions { get; }

    public RateLimit RateLimit { get; }

    public PageTokens Tokens { get; }

    public RoomPulses Pulses { get; } = new();

    public Reservations Reservations { get; }

    public ArrivalRecord Record { get; }

    /// <summary>The opening that runs or is next.</summary>
    public OpeningRound Round => Opening.RoundAt(Clock.Now);

    /// <summary>The day that a reservation made now is for.</summary>
    public DateOnly DayOf(VenueMode mode) => Opening.DayOf(mode, Clock.Now);

    /// <summary>Gives all seats back and empties the record. Sessions, doors and the opening stay.</summary>
    public void Reset()
    {
        Reservations.Clear();
        Tokens.Clear();
        Record.Clear();
    }
}
