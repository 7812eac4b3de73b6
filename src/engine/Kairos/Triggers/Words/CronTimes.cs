using System.Collections.Immutable;
using System.Globalization;
using Kairos.Triggers.Text;

namespace Kairos.Triggers.Words;

/// <summary>The times of the day of a cron expression in the shape in which people tell them.</summary>
/// <remarks>Either <see cref="Clock"/> alone; or a beat (every 5 minutes) or marks (minutes 0, 7, 14, …), in spans of the day, in some hours, or all day long.</remarks>
internal sealed record CronTimes
{
    // As many are listed whatever they are; more of them are told by what they have in common.
    private const int FewTimes = 4;
    private const int MostSpans = 3;
    private const int HoursOfDay = 24;
    private const int LastOfSixty = 59;

    /// <summary>Times of the day, one by one.</summary>
    internal ImmutableArray<string> Clock { get; private init; } = [];

    /// <summary>The unit of the beat; null without one.</summary>
    internal SpanUnit? Beat { get; private init; }

    /// <summary>The beat comes every so many of its units.</summary>
    internal int Step { get; private init; }

    internal CronValues? Seconds { get; private init; }

    internal CronValues? Minutes { get; private init; }

    /// <summary>From the first time to the last, both included; empty for all day long, or with <see cref="Hours"/>.</summary>
    internal ImmutableArray<(string From, string To)> Spans { get; private init; } = [];

    internal CronValues? Hours { get; private init; }

    internal bool IsAllDay => Clock.IsEmpty && Spans.IsEmpty && Hours is null;

    internal static CronTimes Of(CronReading cron)
    {
        (CronValues seconds, CronValues minutes, CronValues hours) = (cron.Seconds, cron.Minutes, cron.Hours);
        bool isKnown = !seconds.IsDrawn && !minutes.IsDrawn && !hours.IsDrawn;
        if (isKnown && !hours.IsAll && seconds.Values.Length * minutes.Values.Length * hours.Values.Length <= FewTimes)
        {
            return OneByOne(cron);
        }

        // Over midnight only where each day is like the last.
        int cycle = cron.IsEachDay ? HoursOfDay : 0;
        IReadOnlyList<int[]> runs = Series.Runs(hours.Values, cycle);
        if (seconds.Single is { } second && minutes.Single is { } minute && !hours.IsDrawn)
        {
            return hours.IsAll && second == 0 && minute == 0 ? new CronTimes { Beat = SpanUnit.Hour, Step = 1 }
                : hours.IsAll ? Marked(cron, runs)
                : runs.Count <= MostSpans && runs.All(static run => run.Length > 1) ? Hourly(1, runs)
                : Series.StepOf(hours.Values) is { } step ? Hourly(step, [[.. hours.Values]])
                : OneByOne(cron);

            CronTimes Hourly(int step, IReadOnlyList<int[]> runs) => new()
            {
                Beat = SpanUnit.Hour,
                Step = step,
                Spans = [.. runs.Select(run => (Time(run[0], minute, second), Time(run[^1], minute, second)))],
            };
        }

        return Marked(cron, runs);
    }

    private static CronTimes Marked(CronReading cron, IReadOnlyList<int[]> runs)
    {
        (CronValues seconds, CronValues minutes, CronValues hours) = (cron.Seconds, cron.Minutes, cron.Hours);
        bool onTheMinute = seconds.Single == 0;
        int? beat = onTheMinute ? minutes.EvenStep : seconds.EvenStep;
        bool hasMinutes = onTheMinute ? beat is null : !minutes.IsAll;
        CronTimes times = new()
        {
            Beat = beat is null ? null : onTheMinute ? SpanUnit.Minute : SpanUnit.Second,
            Step = beat ?? 0,
            Seconds = onTheMinute || beat is not null ? null : seconds,
            Minutes = hasMinutes ? minutes : null,
        };
        if (hours.IsAll)
        {
            return times;
        }

        if (times.Beat == SpanUnit.Second && minutes.Single is { } minute && !hours.IsDrawn && hours.Values.Length <= MostSpans)
        {
            return times with { Minutes = null, Spans = [.. hours.Values.Select(hour => (Exact(hour, minute, 0), Exact(hour, minute, seconds.Values[^1])))] };
        }

        // "Of each hour from 08:00 to 08:56" would be one hour.
        bool isExact = times.Beat == SpanUnit.Second && !hasMinutes;
        bool inSpans = !hours.IsDrawn && runs.Count <= MostSpans && (!hasMinutes || runs.All(static run => run.Length > 1));
        return inSpans ? times with { Spans = [.. runs.Select(run => (First(run[0]), Last(run[^1])))] } : times with { Hours = hours };

        string First(int hour) => isExact ? Exact(hour, 0, 0) : Time(hour, minutes.IsDrawn ? 0 : minutes.Values[0], 0);

        string Last(int hour) => isExact ? Exact(hour, LastOfSixty, seconds.Values[^1]) : Time(hour, minutes.IsDrawn ? LastOfSixty : minutes.Values[^1], 0);
    }

    private static CronTimes OneByOne(CronReading cron) => new()
    {
        Clock = [.. cron.Hours.Values.SelectMany(hour => cron.Minutes.Values.SelectMany(minute => cron.Seconds.Values.Select(second => Time(hour, minute, second))))],
    };

    private static string Time(int hour, int minute, int second) => TimesText.Write(new TimeOnly(hour, minute, second));

    private static string Exact(int hour, int minute, int second) => new TimeOnly(hour, minute, second).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
