using Kairos.Time;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;
using Kairos.Triggers.Text;

namespace Kairos.Triggers.Words;

/// <summary>The order in which a sentence says things; a language says them.</summary>
internal abstract class Wording
{
    private protected abstract string Comma { get; }

    private protected abstract string Semicolon { get; }

    internal string Describe(Trigger trigger)
    {
        InstantWords instants = new(trigger.Offsets);
        TriggerConditions c = trigger.Conditions;
        string? window = c.Window is { } ranges && OpenDays.Read(ranges) is { Length: > 0 } open ? Window(open) : null;
        string? calendar = c.Calendar is { } dates ? Calendar(CalendarDates.Read(dates)) : null;

        // Local times first, so that their zone can follow them.
        (string rule, bool isLocal) = Rule(trigger, instants);
        string sentence = string.Join(Comma, new[] { rule, window, calendar }.OfType<string>());
        if (isLocal || window is not null || calendar is not null)
        {
            sentence += Zone(trigger.Zone);
        }

        string?[] further =
        [
            c.Jitter > TimeSpan.Zero ? Jitter(c.Jitter, isOnce: trigger is AtTrigger) : null,
            c.Start is not null || c.End is not null ? Between(instants.Write(c.Start), instants.Write(c.End)) : null,
            Limits(trigger, instants),
        ];
        string?[] asides =
        [
            trigger is CronTrigger { Expression.NeedsSeed: true } ? Drawn : null,
            c.Quiet is { } quiet ? Quiet(quiet, instants) : null,
            Missed(c.Misfire),
        ];
        sentence = string.Join(Comma, further.OfType<string>().Prepend(sentence));
        return Finish(string.Join(Semicolon, asides.OfType<string>().Prepend(sentence)));
    }

    private protected abstract string Once(string instant);

    /// <param name="period">Whole microseconds.</param>
    /// <param name="anchor">Null for the submit.</param>
    private protected abstract string Every(TimeSpan period, string? anchor);

    private protected abstract string Daily(IReadOnlyList<string> times, Weekdays days);

    private protected abstract string Cron(CronReading cron);

    /// <param name="on">When it is on.</param>
    private protected abstract string Grid(IReadOnlyList<OpenDays> on);

    private protected abstract string ConstantGrid(bool on);

    /// <param name="delays">One for sure, or several to draw from.</param>
    /// <param name="isRange">From the first to the second.</param>
    private protected abstract string Poll(IReadOnlyList<TimeSpan> delays, bool isRange);

    private protected abstract string Window(IReadOnlyList<OpenDays> open);

    /// <summary>Null where it leaves all open.</summary>
    private protected abstract string? Calendar(CalendarDates calendar);

    /// <summary>With what divides it from the words before.</summary>
    private protected abstract string Zone(string zone);

    private protected abstract string Jitter(TimeSpan jitter, bool isOnce);

    /// <param name="start">Included.</param>
    /// <param name="end">Not included.</param>
    private protected abstract string Between(string? start, string? end);

    private protected abstract string Runs(int most);

    /// <param name="lifetime">Of the whole trigger.</param>
    /// <param name="since">Null for the submit.</param>
    /// <param name="most">Of runs; null for any number.</param>
    private protected abstract string Lifetime(TimeSpan lifetime, string? since, int? most);

    /// <summary>That what was called drawn is so once, on submission.</summary>
    private protected abstract string Drawn { get; }

    /// <summary>Null where nothing is ever kept away from.</summary>
    private protected abstract string? Quiet(QuietRule quiet, InstantWords instants);

    /// <summary>Null for the default.</summary>
    private protected abstract string? Missed(Misfire misfire);

    private protected abstract string Finish(string sentence);

    private (string Words, bool IsLocal) Rule(Trigger trigger, InstantWords instants) => trigger switch
    {
        AtTrigger at => (Once(instants.Write(at.Due)), false),
        EveryTrigger every => (Every(every.Period, instants.Write(every.Anchor)), false),
        DailyTrigger daily => (Daily([.. daily.Times.Select(TimesText.Write)], daily.Weekdays), true),
        CronTrigger cron => Rule(CronReading.Of(cron.Expression)),
        GridTrigger { Grid.IsConstant: true } grid => (ConstantGrid(grid.Grid[0]), false),
        GridTrigger grid => (Grid(OpenDays.Read(grid.Grid.ToRanges()!)), true),
        PollTrigger { Choices.IsEmpty: false } poll => (Poll([.. poll.Choices.Distinct()], isRange: false), false),
        PollTrigger poll => (Poll([.. new[] { poll.Shortest, poll.Longest }.Distinct()], isRange: true), false),
        _ => throw new ArgumentException($"No words for {trigger.GetType().Name}.", nameof(trigger)),
    };

    // Each minute is the same everywhere.
    private (string Words, bool IsLocal) Rule(CronReading cron) => (Cron(cron), !cron.IsEachMinute);

    private string? Limits(Trigger trigger, InstantWords instants)
    {
        PollTrigger? poll = trigger as PollTrigger;
        int? most = poll?.Tries is { } tries && !(trigger.Conditions.MaxRuns < tries) ? tries : trigger.Conditions.MaxRuns;
        return poll?.Lifetime is { } lifetime ? Lifetime(lifetime, instants.Write(poll.Since), most)
            : most is { } runs ? Runs(runs)
            : null;
    }
}
