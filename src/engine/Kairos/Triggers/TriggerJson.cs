using System.Text.Encodings.Web;
using System.Text.Json;
using Kairos.Time;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;
using Kairos.Triggers.Text;

namespace Kairos.Triggers;

/// <summary>The stored form of triggers: one JSON object, the rule and its conditions beside each other.</summary>
/// <remarks>
/// <c>{"at":"2026-11-20T12:10:00Z"}</c>, <c>{"every":"90s","anchor":"…"}</c>, <c>{"cron":"0 8 * * MON-FRI","zone":"Asia/Shanghai"}</c>,
/// <c>{"daily":["20:10"],"zone":"Asia/Shanghai","weekdays":["monday"],"jitter":"30s"}</c>. docs/TRIGGERS.md has all members.
/// </remarks>
public static class TriggerJson
{
    // For a store and a console, never for the inside of a page.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the stored form.</summary>
    public static string Write(Trigger trigger)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_options))
        {
            json.WriteStartObject();
            WriteRule(json, trigger);
            if (trigger.Zone != "UTC")
            {
                json.WriteString("zone", trigger.Zone);
            }

            if (trigger is DailyTrigger { Weekdays: not Weekdays.All } daily)
            {
                WriteWeekdays(json, daily.Weekdays);
            }

            if (trigger.Seed is { } seed)
            {
                json.WriteNumber("seed", seed);
            }

            WriteConditions(json, trigger.Conditions);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="TriggerFormatException">The text is not a trigger; the message says what is expected.</exception>
    public static Trigger Read(string text) => TriggerReader.Read(text);

    private static void WriteRule(Utf8JsonWriter json, Trigger trigger)
    {
        switch (trigger)
        {
            case AtTrigger at:
                json.WriteString("at", at.Due.ToString());
                break;
            case EveryTrigger every:
                json.WriteString("every", DurationText.Write(every.Period));
                WriteInstant(json, "anchor", every.Anchor);
                break;
            case CronTrigger cron:
                json.WriteString("cron", cron.Expression.Text);
                break;
            case DailyTrigger daily:
                WriteList(json, "daily", daily.Times.Select(TimesText.Write));
                break;
            case GridTrigger grid:
                json.WriteString("grid", GridText.Write(grid.Grid));
                break;
            case PollTrigger poll:
                WritePoll(json, poll);
                break;
            default:
                throw new ArgumentException($"No stored form for {trigger.GetType().Name}.", nameof(trigger));
        }
    }

    private static void WritePoll(Utf8JsonWriter json, PollTrigger poll)
    {
        json.WriteString("poll", PollText.Write(poll));
        if (poll.Tries is { } tries)
        {
            json.WriteNumber("tries", tries);
        }

        if (poll.Lifetime is { } lifetime)
        {
            json.WriteString("lifetime", DurationText.Write(lifetime));
        }

        WriteInstant(json, "since", poll.Since);
    }

    private static void WriteWeekdays(Utf8JsonWriter json, Weekdays weekdays) => WriteList(
        json,
        "weekdays",
        Enumerable.Range(1, 7).Select(static day => (DayOfWeek)(day % 7)).Where(day => ((int)weekdays & (1 << (int)day)) != 0).Select(static day => day.ToString()));

    private static void WriteConditions(Utf8JsonWriter json, TriggerConditions conditions)
    {
        if (conditions.Window is { } window)
        {
            json.WriteString("window", window.ToString());
        }

        if (conditions.Calendar is { } calendar)
        {
            json.WriteString("calendar", calendar.ToString());
        }

        if (conditions.Quiet is { } quiet)
        {
            WriteQuiet(json, quiet);
        }

        if (conditions.Jitter > TimeSpan.Zero)
        {
            json.WriteString("jitter", DurationText.Write(conditions.Jitter));
        }

        WriteInstant(json, "start", conditions.Start);
        WriteInstant(json, "end", conditions.End);
        if (conditions.MaxRuns is { } most)
        {
            json.WriteNumber("maxRuns", most);
        }

        if (conditions.Misfire != Misfire.RunOnce)
        {
            json.WriteString("misfire", conditions.Misfire.ToString());
        }
    }

    private static void WriteQuiet(Utf8JsonWriter json, QuietRule quiet)
    {
        json.WriteStartObject("quiet");
        if (!quiet.Kinds.IsEmpty)
        {
            WriteList(json, "kinds", quiet.Kinds);
        }

        if (!quiet.Instants.IsEmpty)
        {
            WriteList(json, "instants", quiet.Instants.Select(static i => i.ToString()));
        }

        json.WriteString("before", DurationText.Write(quiet.Before));
        json.WriteString("after", DurationText.Write(quiet.After));
        json.WriteString("merge", DurationText.Write(quiet.Merge));
        json.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter json, string name, Instant? instant)
    {
        if (instant is { } value)
        {
            json.WriteString(name, value.ToString());
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
