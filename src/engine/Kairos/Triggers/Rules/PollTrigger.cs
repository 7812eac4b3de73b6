using System.Collections.Immutable;
using Kairos.Time;

namespace Kairos.Triggers.Rules;

/// <summary>Due a delay after the end of each run, and a delay after the submit at first.</summary>
/// <remarks>The delay is drawn from the seed and the last due instant. What falls outside the window moves to its next opening.</remarks>
public sealed record PollTrigger : Trigger
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    private PollTrigger(ImmutableArray<TimeSpan> choices, TimeSpan shortest, TimeSpan longest)
    {
        if (shortest < s_shortest || longest < shortest)
        {
            throw new ArgumentOutOfRangeException(nameof(shortest), shortest, "A delay is 1ms or longer, and of a range the shorter comes first.");
        }

        (Choices, Shortest, Longest) = (choices, shortest, longest);
    }

    /// <summary>The delays one of which is drawn; empty where it is drawn from a range.</summary>
    public ImmutableArray<TimeSpan> Choices { get; }

    /// <summary>The shortest delay.</summary>
    public TimeSpan Shortest { get; }

    /// <summary>The longest delay.</summary>
    public TimeSpan Longest { get; }

    /// <summary>So many runs at most; null for any number.</summary>
    public int? Tries { get; init; }

    /// <summary>Nothing is due or starts so long after <see cref="Since"/> or later; null for ever.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>From when the lifetime counts; null for the submit.</summary>
    public Instant? Since { get; init; }

    /// <inheritdoc />
    public override bool NeedsSeed => (Longest > Shortest && Seed is null) || base.NeedsSeed;

    /// <summary>One of several delays, each as likely as the others.</summary>
    /// <exception cref="ArgumentException">There is none, or one is shorter than a millisecond.</exception>
    public static PollTrigger OneOf(params ImmutableArray<TimeSpan> delays) => delays.IsDefaultOrEmpty
        ? throw new ArgumentException("A poll needs at least one delay, for example 60s.", nameof(delays))
        : new PollTrigger(delays, delays.Min(), delays.Max());

    /// <summary>A delay from <paramref name="shortest"/> to <paramref name="longest"/>, both included, to the microsecond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shortest is below a millisecond, or longer than the longest.</exception>
    public static PollTrigger Between(TimeSpan shortest, TimeSpan longest) => new([], shortest, longest);

    /// <inheritdoc />
    public override Instant? Next(in TriggerState state)
    {
        if (state.Ran >= Tries || state.Ran >= Conditions.MaxRuns)
        {
            return null;
        }

        Instant from = Instant.Later(state.Ended, state.Due);
        if (Conditions.Start is { } start && start > from)
        {
            from = start;
        }

        TimeSpan delay = DelayAfter(state.Due);
        return from < Instant.Max - delay && OpenFrom(from + delay) is { } due && due < Over ? due : null;
    }

    /// <inheritdoc />
    public bool Equals(PollTrigger? other) => base.Equals(other) && Choices.AsSpan().SequenceEqual(other.Choices.AsSpan())
        && Shortest == other.Shortest && Longest == other.Longest && Tries == other.Tries && Lifetime == other.Lifetime && Since == other.Since;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Choices.Length, Shortest, Longest, Tries, Lifetime, Since);

    internal override Instant Over => Since is { } since && Lifetime is { } lifetime && lifetime < Instant.Max - since && since + lifetime < base.Over
        ? since + lifetime
        : base.Over;

    internal override Instant? Reopened(Instant start) => OpenFrom(start);

    internal override Instant? NextOfRule(Instant after) => after < Instant.Max - DelayAfter(after) ? after + DelayAfter(after) : null;

    internal override Instant? First(Instant now) => Next(TriggerState.After(now));

    /// <inheritdoc />
    public override Trigger Bound(long seed, Instant now) => this with { Seed = NeedsSeed ? seed : Seed, Since = Since ?? now };

    internal override string? Check() => Tries < 1 ? "tries is below 1: give the number of runs." : Lifetime <= TimeSpan.Zero ? "lifetime is not above zero: give a span such as 1h." : base.Check();

    private TimeSpan DelayAfter(Instant due)
    {
        if (Shortest == Longest)
        {
            return Shortest;
        }

        long seed = Seed ?? throw new InvalidOperationException("The delay of a poll is drawn from a seed: submit the trigger, or give one.");
        return Choices.IsEmpty
            ? TimeSpan.FromMicroseconds((Shortest.Ticks / TimeSpan.TicksPerMicrosecond) + Mixing.Below(((Longest - Shortest).Ticks / TimeSpan.TicksPerMicrosecond) + 1, seed, due.Micros))
            : Choices[(int)Mixing.Below(Choices.Length, seed, due.Micros)];
    }
}
