using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>Where a job stands in its trigger: what the next due instant is computed from.</summary>
/// <param name="Due">The last due instant; what follows is strictly later.</param>
/// <param name="Ended">When its run ended; a poll counts its delay from here.</param>
/// <param name="Ran">How many occurrences have ended by a run.</param>
public readonly record struct TriggerState(Instant Due, Instant Ended, int Ran)
{
    /// <summary>The state when nothing is known but the instant to look from.</summary>
    public static TriggerState After(Instant instant) => new(instant, instant, 0);
}
