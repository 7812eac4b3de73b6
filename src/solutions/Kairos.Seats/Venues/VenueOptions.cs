using Kairos.Targets;

namespace Kairos.Seats.Venues;

/// <summary>How a venue is called: its address, its budget, its patience. All limits of a grab are settings of the venue.</summary>
public sealed record VenueOptions
{
    /// <summary>The target's name.</summary>
    public string Name { get; init; } = "venue";

    /// <summary>Where the venue is.</summary>
    public required Uri Address { get; init; }

    /// <summary>Requests per second over all users, as its operator allows.</summary>
    public double RequestsPerSecond { get; init; } = 1_000;

    /// <summary>How many may go at once.</summary>
    public int Burst { get; init; } = 1_000;

    /// <summary>How much before the safe instant bookings are sent; zero is never early.</summary>
    public TimeSpan Lead { get; init; }

    /// <summary>How long before the opening a grab begins to prepare: clock, page tokens.</summary>
    public TimeSpan PrepareAhead { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A call without an answer for this long is unreachable.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A grab ends this long after the opening.</summary>
    public TimeSpan GrabFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Page fetches after a stale page, per candidate.</summary>
    public int MostRefetches { get; init; } = 3;

    /// <summary>Tries of a contended seat, per candidate.</summary>
    public int MostContended { get; init; } = 3;

    /// <summary>Between tries of a contended seat.</summary>
    public TimeSpan ContendedWait { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Tries after unreachable or unknown answers, per candidate.</summary>
    public int MostUnclear { get; init; } = 10;

    /// <summary>After an unreachable or unknown answer; doubles up to <see cref="LongestUnclearWait"/>.</summary>
    public TimeSpan UnclearWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait after an unclear answer.</summary>
    public TimeSpan LongestUnclearWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Seats tried in one room where any would do.</summary>
    public int MostSeatsPerRoom { get; init; } = 5;

    /// <summary>The width of the known offset to stop asking at.</summary>
    public TimeSpan OffsetWanted { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>What a refusal that only an operator can mend names.</summary>
    public string OperatorContact { get; init; } = "the operator of this server";

    internal TargetOptions ToTarget() => new()
    {
        Name = Name,
        RequestsPerSecond = RequestsPerSecond,
        Burst = Burst,
        Lead = Lead,
    };
}
