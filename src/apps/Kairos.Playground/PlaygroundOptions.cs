namespace Kairos.Playground;

/// <summary>How the rehearsal venue is set up at its start. Faults, latency and the clock can be changed while it runs.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record PlaygroundOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Draws the floor plans, the sessions, the latency and the faults: the same seed gives the same venue.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The venue's clock minus ours: negative when the venue is behind.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>The round trip: half of it passes before a request is seen, half after it was handled.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How far a single round trip lies from <see cref="Latency"/> at most, either way.</summary>
    public TimeSpan LatencyJitter { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The first opening, an instant of the venue's clock, rounded up to a whole second: nothing opens before it, and
    /// from then on the venue opens daily at its local time. Null: daily at 20:10:00, Asia/Shanghai.
    /// </summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>What the schools open for. The other mode is served as well.</summary>
    public VenueMode Mode { get; init; } = VenueMode.Tomorrow;

    /// <summary>How many requests of one session within one second are answered before a captcha is demanded.</summary>
    public int RequestsPerSecond { get; init; } = 20;

    /// <summary>How long a page token can be used after its page was fetched.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a session lives without a request.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The shortest time that a seat is held while a rival chooses it.</summary>
    public TimeSpan HoldShortest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time that a seat is held while a rival chooses it.</summary>
    public TimeSpan HoldLongest { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The share of requests answered with HTTP 500 without being handled, 0 to 1.</summary>
    public double ErrorShare { get; init; }

    /// <summary>The share of requests that get no answer, 0 to 1: half of them were handled all the same.</summary>
    public double DropShare { get; init; }

    /// <summary>The rivals that come to the first opening after the start.</summary>
    public RivalOptions Rivals { get; init; } = new();

    /// <summary>What callers of /control send as X-Playground-Key. Null or empty: there is no control plane.</summary>
    public string? ControlKey { get; init; }

    /// <summary>
    /// Whether some dozens of students book at a copy of the venue while it starts, so that the first of the real ones
    /// doesn't meet a venue that compiles its own code.
    /// </summary>
    public bool WarmUp { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value cannot be served; the message names it and its range.</exception>
    internal void Validate()
    {
        Demand(Port is >= 0 and <= 65535, nameof(Port), "0 (a free port) to 65535");
        Demand(Latency >= TimeSpan.Zero && Latency <= TimeSpan.FromMinutes(1), nameof(Latency), "0 to 1 minute");
        Demand(LatencyJitter >= TimeSpan.Zero && LatencyJitter <= Latency, nameof(LatencyJitter), "0 to Latency");
        Demand(ClockOffset.Duration() <= TimeSpan.FromDays(1), nameof(ClockOffset), "at most a day either way");
        Demand(Enum.IsDefined(Mode), nameof(Mode), "Today or Tomorrow");
        Demand(RequestsPerSecond is >= 1 and <= 100_000, nameof(RequestsPerSecond), "1 to 100000");
        Demand(TokenLifetime > TimeSpan.Zero, nameof(TokenLifetime), "more than 0");
        Demand(SessionLifetime > TimeSpan.Zero, nameof(SessionLifetime), "more than 0");
        Demand(HoldShortest > TimeSpan.Zero, nameof(HoldShortest), "more than 0");
        Demand(HoldLongest >= HoldShortest, nameof(HoldLongest), "HoldShortest or more");
        Demand(ErrorShare is >= 0 and <= 1, nameof(ErrorShare), "0 to 1");
        Demand(DropShare is >= 0 and <= 1 && ErrorShare + DropShare <= 1, nameof(DropShare), "0 to 1 together with ErrorShare");
        Demand(Rivals.IsServable, nameof(Rivals), $"Count 0 to {RivalOptions.Most}, shares 0 to 1, spans of 0 or more");
    }

    private static void Demand(bool fits, string name, string range)
    {
        if (!fits)
        {
            throw new ArgumentException($"{name} does not fit: give {range}.", name);
        }
    }
}
