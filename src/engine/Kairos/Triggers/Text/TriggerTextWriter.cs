using System.Globalization;
using System.Text.RegularExpressions;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Triggers.Text;

/// <summary>Writes the text form of a trigger: the rule, then its conditions, always in the same order.</summary>
internal static partial class TriggerTextWriter
{
    internal static string Write(Trigger trigger)
    {
        List<string> words = [Rule(trigger)];
        TriggerConditions c = trigger.Conditions;
        Add(words, "in", trigger.Zone == "UTC" ? null : Word(trigger.Zone));
        Add(words, "window", Quoted(c.Window?.ToString()));
        Add(words, "calendar", Quoted(c.Calendar?.ToString()));
        Add(words, "quiet", c.Quiet is { } quiet ? Quiet(quiet) : null);
        Add(words, "jitter", c.Jitter > TimeSpan.Zero ? DurationText.Write(c.Jitter) : null);
        Add(words, "start", c.Start?.ToString());
        Add(words, "end", c.End?.ToString());
        Add(words, "max", c.MaxRuns?.ToString(CultureInfo.InvariantCulture));
        Add(words, "misfire", c.Misfire == Misfire.RunOnce ? null : c.Misfire.ToString());
        Add(words, "seed", trigger.Seed?.ToString(CultureInfo.InvariantCulture));
        return string.Join(' ', words);
    }

    private static string Rule(Trigger trigger) => trigger switch
    {
        AtTrigger at => $"at {at.Due}",
        EveryTrigger every => $"every {DurationText.Write(every.Period)}{(every.Anchor is { } anchor ? $" from {anchor}" : "")}",
        CronTrigger cron => $"cron \"{cron.Expression.Text}\"",
        DailyTrigger daily => $"daily {string.Join(',', daily.Times.Select(TimesText.Write))}{(daily.Weekdays == Weekdays.All ? "" : $" on {WeekdaysText.Write(daily.Weekdays)}")}",
        GridTrigger grid => $"grid \"{GridText.Write(grid.Grid)}\"",
        PollTrigger poll => Poll(poll),
        _ => throw new ArgumentException($"No text form for {trigger.GetType().Name}.", nameof(trigger)),
    };

    private static string Poll(PollTrigger poll)
    {
        List<string> words = [$"poll {PollText.Write(poll)}"];
        Add(words, "tries", poll.Tries?.ToString(CultureInfo.InvariantCulture));
        Add(words, "for", poll.Lifetime is { } lifetime ? DurationText.Write(lifetime) : null);
        Add(words, "since", poll.Since?.ToString());
        return string.Join(' ', words);
    }

    private static string Quiet(QuietRule quiet)
    {
        List<string> words = [string.Join(" and ", quiet.Kinds.Select(Word).Concat(quiet.Instants.Select(static i => $"at {i}")))];
        Add(words, "before", quiet.Before > TimeSpan.Zero ? DurationText.Write(quiet.Before) : null);
        Add(words, "after", quiet.After > TimeSpan.Zero ? DurationText.Write(quiet.After) : null);
        Add(words, "merge", quiet.Merge > TimeSpan.Zero ? DurationText.Write(quiet.Merge) : null);
        return string.Join(' ', words);
    }

    private static void Add(List<string> words, string clause, string? value)
    {
        if (value is not null)
        {
            words.Add(clause);
            words.Add(value);
        }
    }

    // A kind may be any text, even a word of the grammar.
    private static string Word(string text) => Plain().IsMatch(text) && text.ToUpperInvariant() is not ("AT" or "AND") ? text : Quoted(text)!;

    private static string? Quoted(string? text) => text is null ? null : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[A-Za-z0-9._/+-]+\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Plain();
}
