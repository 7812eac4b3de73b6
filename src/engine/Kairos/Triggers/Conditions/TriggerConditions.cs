using Kairos.Time;

namespace Kairos.Triggers.Conditions;

/// <summary>What is composed onto the rule of a trigger. Local times are of the trigger's zone.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record TriggerConditions
{
    /// <summary>No condition.</summary>
    public static TriggerConditions None { get; } = new();

    /// <summary>Only at these local times: an occurrence outside is dropped; one of a poll moves to the next opening.</summary>
    public WeeklyRanges? Window { get; init; }

    /// <summary>Only on these dates, in their sessions; the same holds for what is outside.</summary>
    public WorkCalendar? Calendar { get; init; }

    /// <summary>Away from what other jobs do. Moves the planned start, never the due instant.</summary>
    public QuietRule? Quiet { get; init; }

    /// <summary>
    /// The planned start lies in [due, due + jitter), at a point that is a function of the trigger's seed and the due
    /// instant; never at or behind the next due instant or the end of the window.
    /// </summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Nothing is due before.</summary>
    public Instant? Start { get; init; }

    /// <summary>Nothing is due or starts at or after.</summary>
    public Instant? End { get; init; }

    /// <summary>So many occurrences are run at most.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>What happens with occurrences found past their planned start.</summary>
    public Misfire Misfire { get; init; }

    /// <summary>The local times that are open, where not all are.</summary>
    internal Openings? Openings => Window is null && Calendar is null ? null : new Openings(Window, Calendar);
}
