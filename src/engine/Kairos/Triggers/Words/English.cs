using Kairos.Time;
using Kairos.Triggers.Conditions;

namespace Kairos.Triggers.Words;

/// <summary>The sentence in English.</summary>
internal sealed class English : Wording
{
    private const int MostInstants = 6;

    private protected override string Comma => ", ";

    private protected override string Semicolon => "; ";

    private protected override string Drawn => "drawn once, on submission";

    private protected override string Once(string instant) => $"once, at {instant}";

    private protected override string Every(TimeSpan period, string? anchor)
    {
        // A day of local time may have 23 hours or 25: this one never has.
        string beat = SpanPart.Of(period) is [{ Number: "1" } one] ? one.Unit == SpanUnit.Day ? "24 hours" : EnglishLists.Unit(one.Unit) : EnglishLists.Span(period);
        return $"every {beat}, counted from {anchor ?? "its submission"}";
    }

    private protected override string Daily(IReadOnlyList<string> times, Weekdays days) =>
        $"at {EnglishLists.And(times)} {(days == Weekdays.All ? "every day" : $"on {EnglishLists.Days(days)}")}";

    private protected override string Cron(CronReading cron) => EnglishCron.Say(cron);

    private protected override string Grid(IReadOnlyList<OpenDays> on) => $"at each change of a weekly grid that is on {EnglishDays.Open(on, allDay: "all day ")}, off otherwise";

    private protected override string ConstantGrid(bool on) => $"never, for the weekly grid is always {(on ? "on" : "off")}";

    private protected override string Poll(IReadOnlyList<TimeSpan> delays, bool isRange) =>
        $"{EnglishLists.Spans(delays, isRange ? static ends => $"{ends[0]} to {ends[1]}" : EnglishLists.Or)} after each run";

    private protected override string Window(IReadOnlyList<OpenDays> open) => $"only {EnglishDays.Open(open, allDay: open.Count > 1 ? "all day " : "")}";

    private protected override string? Calendar(CalendarDates calendar) => EnglishDays.Calendar(calendar);

    private protected override string Zone(string zone) => zone == "UTC" ? ", UTC" : $", {zone} time";

    private protected override string Jitter(TimeSpan jitter, bool isOnce) => $"{(isOnce ? "" : "each time ")}up to {EnglishLists.Span(jitter)} later by chance";

    private protected override string Between(string? start, string? end) => end is null ? $"not before {start}"
        : start is null ? $"only before {end}"
        : $"from {start} up to but not including {end}";

    private protected override string Runs(int most) => $"at most {most} {(most == 1 ? "run" : "runs")}";

    private protected override string Lifetime(TimeSpan lifetime, string? since, int? most)
    {
        string from = since is null ? "" : $" from {since}";
        return most is { } runs ? $"{Runs(runs)} within {EnglishLists.Span(lifetime)}{from}" : $"for {EnglishLists.Span(lifetime)}{from}";
    }

    private protected override string? Quiet(QuietRule quiet, InstantWords instants)
    {
        string[] fixedOnes = quiet.Instants.Length > MostInstants
            ? [$"{quiet.Instants.Length} fixed instants from {instants.Write(quiet.Instants[0])} to {instants.Write(quiet.Instants[^1])}"]
            : [.. quiet.Instants.Select(instants.Write)];
        string[] kinds = [.. quiet.Kinds.Select(static kind => KindWords.Write(kind))];
        string close = $"within {EnglishLists.Span(quiet.Merge)} of each other";
        if (quiet.Before == TimeSpan.Zero && quiet.After == TimeSpan.Zero)
        {
            return quiet.Merge == TimeSpan.Zero ? null : $"never between neighbours {close} among {EnglishLists.And([.. kinds, .. fixedOnes])}";
        }

        string around = quiet.Before == TimeSpan.Zero ? $"within {EnglishLists.Span(quiet.After)} after"
            : quiet.After == TimeSpan.Zero ? $"within {EnglishLists.Span(quiet.Before)} before"
            : $"from {EnglishLists.Span(quiet.Before)} before to {EnglishLists.Span(quiet.After)} after";
        string what = EnglishLists.Or([.. kinds.Take(1).Select(static kind => $"any {kind}"), .. kinds.Skip(1), .. fixedOnes]);
        return $"never {around} {what}{(quiet.Merge > TimeSpan.Zero ? $", those {close} taken as one" : "")}";
    }

    private protected override string? Missed(Misfire misfire) => misfire.Policy switch
    {
        MisfirePolicy.Run => "whatever is missed is run late, one after another",
        MisfirePolicy.Skip => "what is missed is skipped",
        MisfirePolicy.RunIfYounger => $"what is missed is run if less than {EnglishLists.Span(misfire.Age)} late, else skipped",
        _ => null,
    };

    private protected override string Finish(string sentence) => $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
}
