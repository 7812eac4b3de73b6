using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;

namespace Kairos.Cli.Triggers;

/// <summary>Several triggers over some hours, those that keep away from others after those others.</summary>
/// <param name="From">Included.</param>
/// <param name="Until">Not included.</param>
internal sealed record Simulation(Instant From, Instant Until)
{
    private const int MostOccurrences = 100_000;

    public List<SimulatedTrigger> Triggers { get; } = [];

    /// <exception cref="CliFailure">One keeps away from what is not there, or from itself over others; or there is too much of one.</exception>
    public void Run()
    {
        HashSet<SimulatedTrigger> done = [];
        foreach (SimulatedTrigger trigger in Triggers)
        {
            Run(trigger, done, []);
        }
    }

    private void Run(SimulatedTrigger trigger, HashSet<SimulatedTrigger> done, List<string> waiting)
    {
        if (done.Contains(trigger))
        {
            return;
        }

        if (waiting.Contains(trigger.Name))
        {
            throw CliFailure.Usage($"'{trigger.Name}' keeps away from itself: {string.Join(" from ", waiting.Append(trigger.Name))}", "take one of them out of a quiet rule");
        }

        List<Instant> kept = [];
        foreach (string kind in trigger.KeepsAwayFrom)
        {
            SimulatedTrigger other = Triggers.Find(t => t.Name == kind)
                ?? throw CliFailure.Usage($"'{trigger.Name}' keeps away from '{kind}', which is none of the triggers here", $"add '{kind}: …'");
            Run(other, done, [.. waiting, trigger.Name]);
            kept.AddRange(other.Starts);
        }

        Forecast(trigger, kept);
        AddSpans(trigger, kept);
        done.Add(trigger);
    }

    // What others do soon after the end casts its span before it.
    private void Forecast(SimulatedTrigger trigger, List<Instant> kept)
    {
        TimeSpan margin = Triggers.Select(static t => t.Trigger.Conditions.Quiet is { } quiet ? quiet.Before + quiet.Merge : TimeSpan.Zero).Max();
        foreach (PlannedOccurrence occurrence in TriggerForecast.Of(trigger.Trigger, new Instant(From.Micros - 1), kept))
        {
            if (occurrence.Due >= Until + margin)
            {
                break;
            }

            if (trigger.Occurrences.Count == MostOccurrences)
            {
                throw CliFailure.Usage($"'{trigger.Name}' has more than {MostOccurrences} occurrences in that time", "simulate fewer hours");
            }

            trigger.Occurrences.Add(occurrence);
        }
    }

    private static void AddSpans(SimulatedTrigger trigger, List<Instant> kept)
    {
        if (trigger.Trigger.Conditions.Quiet is { } quiet)
        {
            trigger.Quiet.AddRange(quiet.Spans(kept).All);
        }
    }
}
