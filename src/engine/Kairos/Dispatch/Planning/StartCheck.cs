using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Dispatch.Planning;

/// <summary>Whether an occurrence that has been released is to start at all: it may be found too late, or in a quiet span.</summary>
internal sealed class StartCheck(QuietBook book, DispatchOptions options)
{
    // So long an occurrence is put off and put off again; then it is given up, with a word.
    private static readonly TimeSpan s_longestPutOff = TimeSpan.FromDays(1);

    // Looked for in the text: most triggers have none of them, and reading each costs as much as claiming it.
    private static readonly string[] s_judging = ["\"misfire\"", "\"quiet\"", "\"end\"", "\"lifetime\""];

    /// <summary>The trigger of a row whose start is to be judged; null where every start is right, or the trigger can't be read here.</summary>
    internal Trigger? Judged(ArmedRow row)
    {
        if (row.Trigger is not { } text || !Array.Exists(s_judging, member => text.Contains(member, StringComparison.Ordinal)))
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
    internal Completion? Instead(ArmedRow row, Trigger trigger, Instant now) => Over(row, trigger, now) ?? Misfired(row, trigger, now) ?? Quieted(row, trigger, now);

    // A retry, a snooze or a late start may come behind the end.
    private static Completion? Over(ArmedRow row, Trigger trigger, Instant now) => now < trigger.Over ? null
        : NotStarted(row, now, next: null, $"Its end, {trigger.Over}, has come.");

    private Completion? Misfired(ArmedRow row, Trigger trigger, Instant now)
    {
        Misfire misfire = trigger.Conditions.Misfire;
        if (misfire.Policy == MisfirePolicy.RunOnce || HasBegun(row, trigger) || now - row.At <= options.OverdueAfter || Missed.Limit(misfire, now) is not { } limit || row.At > limit)
        {
            return null;
        }

        Missed missed = Missed.From(trigger, new TriggerState(row.Due, now, row.Ran), row.Due, limit);
        return NotStarted(row, now, Missed.StartOf(trigger, missed.Following), $"{missed.Subject} {(missed.Count == 1 ? "was" : "were")} missed, and its misfire policy is: {misfire}.");
    }

    private Completion? Quieted(ArmedRow row, Trigger trigger, Instant now)
    {
        if (trigger.Conditions.Quiet is not { } quiet)
        {
            return null;
        }

        QuietSpans spans = book.Of(quiet);
        if (spans.At(now) is not { } span)
        {
            return null;
        }

        string reason = $"Quiet until {span.Until}: it keeps away from {string.Join(", ", quiet.Kinds.DefaultIfEmpty("fixed instants"))}.";
        if (trigger.Settled(now, spans) is { } later && later - row.Due < s_longestPutOff)
        {
            // The same occurrence, put off: nothing for the record.
            return Unstarted.Completion(row, now, new NextStart(row.Due, later, row.Attempt, reason), skipped: null);
        }

        Instant? following = Missed.Next(trigger, new TriggerState(row.Due, now, row.Ran));
        return NotStarted(row, now, Missed.StartOf(trigger, following), $"{reason} By then its window has closed, its end has come, or it has been kept away for a day.");
    }

    // Begun before, or brought forward by its owner: that it is late is no misfire.
    private static bool HasBegun(ArmedRow row, Trigger trigger) => row.Attempt > 0 || row.Lost > 0
        || (trigger is not (PollTrigger or AtTrigger) && trigger.Next(new Instant(row.Due.Micros - 1)) != row.Due);

    private static Completion NotStarted(ArmedRow row, Instant now, NextStart? next, string reason) =>
        Unstarted.Completion(row, now, next, Unstarted.Skipped(row, row.Due, now, reason));
}
