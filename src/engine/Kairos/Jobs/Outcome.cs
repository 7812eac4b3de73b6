using System.Collections.Immutable;

namespace Kairos.Jobs;

/// <summary>What a handler returns: a closed set. Its consequences commit with it or not at all.</summary>
/// <threadsafety>Immutable.</threadsafety>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The plain success, shared.</summary>
    public static Outcome Success { get; } = new Succeeded();

    /// <summary>Jobs that are submitted in the transaction that commits this outcome: notifications, next steps.</summary>
    public ImmutableArray<JobRequest> FollowUps { get; init; } = [];

    /// <summary>One line for the record.</summary>
    public string? Reason { get; init; }

    /// <summary>No further occurrence follows, whatever the trigger says. An attempt that is asked for by the outcome itself still does.</summary>
    public bool EndsJob { get; init; }

    /// <summary>The same outcome with one more follow-up job.</summary>
    public Outcome Then(JobRequest followUp) => this with { FollowUps = FollowUps.Add(followUp) };

    /// <summary>Done.</summary>
    public sealed record Succeeded : Outcome;

    /// <summary>Done with and not achieved: no further attempt.</summary>
    public sealed record Failed : Outcome
    {
        /// <summary>Fails for the given reason.</summary>
        public Failed(string reason) => Reason = reason;
    }

    /// <summary>This attempt failed; another follows within the kind's limits.</summary>
    public sealed record Retry : Outcome
    {
        /// <summary>Fails this attempt for the given reason.</summary>
        public Retry(string reason, TimeSpan? after = null)
        {
            Reason = reason;
            After = after;
        }

        /// <summary>The delay from now; null takes the kind's policy.</summary>
        public TimeSpan? After { get; init; }
    }

    /// <summary>Not now: start again later, without counting as a failure.</summary>
    /// <param name="After">The delay from now, above zero.</param>
    public sealed record Snooze(TimeSpan After) : Outcome;

    /// <summary>This occurrence need not be done: what it was for is done otherwise, or will be. The next follows as the trigger says.</summary>
    /// <remarks>No failure, and it does not count among the runs of <see cref="Triggers.Conditions.TriggerConditions.MaxRuns"/>.</remarks>
    public sealed record Skipped : Outcome
    {
        /// <summary>Says why.</summary>
        public Skipped(string reason) => Reason = reason;
    }

    /// <summary>A person has to act before it can go on.</summary>
    public sealed record NeedsHuman : Outcome
    {
        /// <summary>Says what the person has to do.</summary>
        public NeedsHuman(string reason) => Reason = reason;
    }

    /// <summary>Given up without failing.</summary>
    public sealed record Cancelled : Outcome
    {
        /// <summary>Says why.</summary>
        public Cancelled(string reason) => Reason = reason;
    }
}
