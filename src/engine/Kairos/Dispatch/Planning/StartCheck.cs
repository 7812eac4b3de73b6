using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;

namespace Kairos.Dispatch.Planning;

/// <summary>Whether an occurrence that has been released is to start at all: it may be found too late, or in a quiet span.</summary>
internal sealed class StartCheck(QuietBook book, DispatchOptions options)
{
    /// <summary>The trigger of a row whose start is to be judged; null where every start is right, or the trigger can't be read here.</summary>
    internal Trigger? Judged(ArmedRow row)
    {
        // Looked for in the text: most triggers have neither, and reading each costs as much as claiming it.
        if (row.Trigger is not { } text || !(text.Contains("\"misfire\"", StringComparison.Ordinal) || text.Contains("\"quiet\"", StringComparison.Ordinal)))
        {
            return null;
        }

        try
        {
            Trigger trigger = TriggerJson.Read(text);
            if (trigger.Conditions.Quiet is { } quiet)
            {
                book.Ask(quiet);
            }

            return trigger;
        }
        catch (FormatException)
        {
            // It runs, and the record of that run says that nothing can be planned after it.
            return null;
        }
    }

    /// <summary>What is committed instead of a start; null when it starts.</summary>
    internal Completion? Instead(ArmedRow row, Trigger trigger, Instant now) => Misfired(row, trigger, now) ?? Quieted(row, trigger, now);

    private Completion? Misfired(ArmedRow row, Trigger trigger, Instant now)
    {
        Misfire misfire = trigger.Conditions.Misfire;
        if (misfire.Policy == MisfirePolicy.RunOnce || now - row.At <= options.OverdueAfter || Missed.Limit(misfire, now) is not { } limit || row.At > limit)
        {
            return null;
        }

        Missed missed = Missed.From(trigger, new TriggerState(row.Due, now, row.Ran), row.Due, limit);
        return NotStarted(row, now, After(row, trigger, missed), $"{missed.Subject} {(missed.Count == 1 ? "was" : "were")} missed, and its misfire policy is: {misfire}.");
    }

    private Completion? Quieted(ArmedRow row, Trigger trigger, Instant now)
    {
        if (trigger.Conditions.Quiet is not { } quiet)
        {
            return null;
        }

        IReadOnlyList<Instant> occurrences = book.Of(quiet);
        if (quiet.SpanAt(now, occurrences) is not { } span)
        {
            return null;
        }

        string reason = $"Quiet until {span.Until}: it keeps away from {string.Join(", ", quiet.Kinds.DefaultIfEmpty("fixed instants"))}.";
        if (trigger.Settled(now, occurrences) is { } later)
        {
            // The same occurrence, put off: nothing for the record.
            return Unstarted.Completion(row, now, new NextStart(row.Due, later, row.Attempt, reason), skipped: null);
        }

        Missed missed = new(1, row.Due, row.Due, Missed.Next(trigger, new TriggerState(row.Due, now, row.Ran)));
        return NotStarted(row, now, After(row, trigger, missed), $"{reason} By then its window has closed, or its end has come.");
    }

    private static NextStart? After(ArmedRow row, Trigger trigger, Missed missed) =>
        missed.Following is { } due && due > row.Due ? new NextStart(due, trigger.StartOf(due), 0) : null;

    private static Completion NotStarted(ArmedRow row, Instant now, NextStart? next, string reason) =>
        Unstarted.Completion(row, now, next, Unstarted.Skipped(row, row.Due, now, reason));
}
