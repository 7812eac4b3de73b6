using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>Reads triggers strictly: what is not understood is refused, for a rule that was half understood would run at other times than meant.</summary>
internal static class TriggerReader
{
    private const string Expected = "Expected {\"at\":\"2026-11-20T20:10:00Z\"}, {\"every\":\"00:01:30\",\"anchor\":\"2026-01-01T00:00:00Z\"} or {\"daily\":[\"20:10:00\"],\"zone\":\"Asia/Shanghai\",\"weekdays\":[\"monday\"]}.";

    private static readonly string[] s_times = ["HH:mm:ss.FFFFFFF", "HH:mm:ss", "HH:mm", "H:mm"];

    internal static Trigger Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new FormatException($"Not a trigger: {e.Message} {Expected}", e);
        }
    }

    private static Trigger Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("It is no JSON object.");
        }

        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new FormatException($"Member '{member.Name}' is there twice.");
            }
        }

        Trigger trigger = Take(members, "at") is { } at ? new AtTrigger(ReadInstant("at", at))
            : Take(members, "every") is { } every ? new EveryTrigger(ReadSpan(every), ReadInstant("anchor", Take(members, "anchor") ?? throw new FormatException("'every' needs an 'anchor', its first instant.")))
            : Take(members, "daily") is { } daily ? ReadDaily(daily, members)
            : throw new FormatException("It has none of the members 'at', 'every' and 'daily'.");
        return members.Count == 0 ? trigger : throw new FormatException($"Member '{members.Keys.First()}' does not belong to it.");
    }

    private static JsonElement? Take(Dictionary<string, JsonElement> members, string name) =>
        members.Remove(name, out JsonElement value) ? value : null;

    private static DailyTrigger ReadDaily(JsonElement daily, Dictionary<string, JsonElement> members)
    {
        ImmutableArray<TimeOnly> times = [.. Items("daily", daily).Select(ReadTime)];
        string zone = Take(members, "zone") is { } named ? Text("zone", named) : "UTC";
        Weekdays days = Take(members, "weekdays") is { } list
            ? Items("weekdays", list).Aggregate(Weekdays.None, static (set, day) => set | ReadDay(day))
            : Weekdays.All;
        return new DailyTrigger(zone, times, days);
    }

    private static IEnumerable<string> Items(string member, JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Select(item => Text(member, item))
        : throw new FormatException($"'{member}' is no list.");

    private static string Text(string member, JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetString()!
        : throw new FormatException($"'{member}' holds {json.GetRawText()}, which is no text.");

    private static Instant ReadInstant(string member, JsonElement json) => Instant.TryParse(Text(member, json), out Instant instant)
        ? instant
        : throw new FormatException($"'{json.GetString()}' is not an instant: write it as 2026-11-20T20:10:00Z or with an offset.");

    private static TimeOnly ReadTime(string text) => TimeOnly.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
        ? time
        : throw new FormatException($"'{text}' is not a time of the day: write it as 20:10:00.");

    private static Weekdays ReadDay(string text) => Enum.TryParse(text, ignoreCase: true, out DayOfWeek day) && Enum.GetName(day) is { } name && name.Equals(text, StringComparison.OrdinalIgnoreCase)
        ? (Weekdays)(1 << (int)day)
        : throw new FormatException($"'{text}' is not a day of the week: write it as monday.");

    private static TimeSpan ReadSpan(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            return TimeSpan.FromSeconds(json.GetDouble());
        }

        // Without a colon it would be read as days.
        string text = Text("every", json);
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span)
            ? span
            : throw new FormatException($"'{text}' is not a period: write it as 00:01:30, or as a number of seconds.");
    }
}
