namespace Kairos.Jobs;

/// <summary>How long to wait before another attempt, and how many there may be.</summary>
/// <remarks>The delay of attempt n is First x Factor^(n-1), at most Longest, then less a random share up to Jitter.</remarks>
public sealed record RetryPolicy
{
    /// <summary>10 attempts from 2 s on, doubling, at most an hour apart, each up to a quarter shorter.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>A single attempt.</summary>
    public static RetryPolicy None { get; } = new() { MaxAttempts = 1 };

    /// <summary>The delay after the first failed attempt.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Growth of the delay from attempt to attempt; 1 or more.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest delay.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>0 to 1: the largest share that chance takes off a delay, so that many failures don't come back at one instant.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>Starts within one occurrence, its first included.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>The delay after <paramref name="attempt"/> (from 1) failed.</summary>
    /// <param name="attempt">The attempt that failed.</param>
    /// <param name="chance">A number in [0, 1).</param>
    public TimeSpan DelayAfter(int attempt, double chance)
    {
        if (First <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        double grown = First.TotalSeconds * Math.Pow(Factor, attempt - 1);
        double capped = Math.Min(grown, Longest.TotalSeconds);
        return TimeSpan.FromSeconds(capped * (1 - (Jitter * chance)));
    }
}
