using Kairos.Triggers;

namespace Kairos.Cli.Triggers;

/// <summary>What is asked about a trigger, as it was typed: option names without dashes, and their values.</summary>
internal sealed record TriggerQuestion
{
    /// <summary>The options of one question, by name.</summary>
    public static readonly IReadOnlyList<(string Name, string HelpName, string Description)> Options =
    [
        ("cron", "EXPR", "A cron expression of 5 or 6 fields, or a macro such as @daily."),
        ("seed", "N", "What H, jitter and the delays of polls are drawn from."),
        ("every", "SPAN", "Due again and again at this distance, as in 90s."),
        ("anchor", "INSTANT", "With --every: the first instant. Default: --from."),
        ("daily", "TIMES", "Due at these local times of the day, as in 08:00,20:10:00."),
        ("weekdays", "DAYS", "With --daily: only on these days, as in MON-FRI or MON,WED."),
        ("at", "INSTANT", "Due once."),
        ("grid", "GRID", "The changes of a weekly grid: 336 characters 0 and 1, or ranges such as \"Mon-Fri 08:00-20:00; Sat 10:00-24:00\"."),
        ("trigger", "TRIGGER", "A whole trigger in its stored form (JSON) or its text form: the way to windows, quiet spans, jitter, polls."),
        ("zone", "ZONE", "The IANA zone of local times. Default: UTC."),
        ("from", "INSTANT", "Look strictly after this instant. Default: now, by this machine's clock."),
        ("count", "N", "How many instants. Default: 1."),
    ];

    /// <summary>The values that were given.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>A question that was understood.</summary>
/// <param name="Trigger">Lacks nothing.</param>
/// <param name="From">Not included.</param>
/// <param name="Count">How many instants at most.</param>
internal sealed record TriggerAsked(Trigger Trigger, Kairos.Time.Instant From, int Count);
