using System.Collections.Immutable;
using System.Text.Json;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;

namespace Kairos.Triggers.Text;

/// <summary>Reads triggers strictly: what is not understood is refused, for a rule that was half understood would run at other times than meant.</summary>
internal static class TriggerReader
{
    private const string Expected = "Expected one of {\"at\":\"2026-11-20T20:10:00Z\"}, {\"every\":\"90s\",\"anchor\":\"2026-01-01T00:00:00Z\"}, {\"cron\":\"0 8 * * MON-FRI\",\"zone\":\"Asia/Shanghai\"}, {\"daily\":[\"20:10:00\"],\"zone\":\"Asia/Shanghai\",\"weekdays\":[\"monday\"]}, {\"grid\":\"Mon-Fri 08:00-20:00\"}, {\"poll\":[\"60s\",\"90s\"]}, with conditions beside it.";

    private const string Rules = "'at', 'every', 'cron', 'daily', 'grid' and 'poll'";

    internal static Trigger Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(new JsonMembers(document.RootElement));
        }
        catch (TriggerFormatException e)
        {
            throw new TriggerFormatException(e.Fault with { Message = $"Not a trigger: {e.Message}" }, e);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new TriggerFormatException(new TriggerFault("option", 0, $"Not a trigger: {e.Message} {Expected}"), e);
        }
    }

    private static Trigger Read(JsonMembers members)
    {
        Trigger rule = ReadRule(members);
        if (members.TakeText("zone") is { } zone)
        {
            rule = rule with { Zone = zone };
        }

        Trigger trigger = rule.Seeded(members.TakeNumber("seed")) with { Conditions = ReadConditions(members) };
        return members.Left is { } left ? throw new FormatException($"Member '{left}' does not belong to it.")
            : trigger.Check() is { } fault ? throw new FormatException(fault)
            : trigger;
    }

    private static Trigger ReadRule(JsonMembers members)
    {
        Trigger[] rules = [.. ReadRules(members)];
        return rules.Length == 1 ? rules[0]
            : throw new FormatException(rules.Length == 0 ? $"It has none of the members {Rules}." : $"It has more than one of the members {Rules}.");
    }

    private static IEnumerable<Trigger> ReadRules(JsonMembers members)
    {
        if (members.TakeInstant("at") is { } at)
        {
            yield return new AtTrigger(at);
        }

        if (members.TakeSpan("every") is { } every)
        {
            yield return new EveryTrigger(every, members.TakeInstant("anchor"));
        }

        if (members.TakeText("cron") is { } cron)
        {
            yield return new CronTrigger(CronExpression.Parse(cron));
        }

        if (members.Take("daily") is { } daily)
        {
            yield return new DailyTrigger("UTC", ReadTimes(daily), ReadWeekdays(members.Take("weekdays")));
        }

        if (members.TakeText("grid") is { } grid)
        {
            yield return new GridTrigger(WeeklyGrid.Parse(grid));
        }

        if (members.Take("poll") is { } poll)
        {
            yield return ReadPoll(poll) with
            {
                Tries = members.TakeCount("tries"),
                Lifetime = members.TakeSpan("lifetime"),
                Since = members.TakeInstant("since"),
            };
        }
    }

    private static ImmutableArray<TimeOnly> ReadTimes(JsonElement daily) => daily.ValueKind == JsonValueKind.String
        ? TimesText.TryRead(daily.GetString()!, out ImmutableArray<TimeOnly> times) ? times : throw new FormatException($"'daily' holds {daily.GetRawText()}: {TimesText.Expected}.")
        : [.. JsonMembers.Items("daily", daily).Select(static text => TimesText.TryReadOne(text, out TimeOnly time)
            ? time
            : throw new FormatException($"'{text}' is not a time of the day: write it as 20:10:00."))];

    private static Weekdays ReadWeekdays(JsonElement? json) => json switch
    {
        null => Weekdays.All,
        { ValueKind: JsonValueKind.String } text => ReadDays(text.GetString()!),
        { } list => JsonMembers.Items("weekdays", list).Aggregate(Weekdays.None, static (set, day) => set | ReadDays(day)),
    };

    private static Weekdays ReadDays(string text) => WeekdaysText.TryRead(text, out Weekdays days)
        ? days
        : throw new FormatException($"'{text}' is not a day of the week: {WeekdaysText.Expected}.");

    private static PollTrigger ReadPoll(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? PollText.Read(json.GetString()!)
        : PollTrigger.OneOf([.. JsonMembers.Items("poll", json).Select(JsonMembers.ReadSpan)]);

    private static TriggerConditions ReadConditions(JsonMembers members) => new()
    {
        Window = members.TakeText("window") is { } window ? WeeklyRanges.Parse(window) : null,
        Calendar = members.TakeText("calendar") is { } calendar ? WorkCalendar.Parse(calendar) : null,
        Quiet = members.Take("quiet") is { } quiet ? ReadQuiet(new JsonMembers(quiet)) : null,
        Jitter = members.TakeSpan("jitter") ?? TimeSpan.Zero,
        Start = members.TakeInstant("start"),
        End = members.TakeInstant("end"),
        MaxRuns = members.TakeCount("maxRuns"),
        Misfire = members.TakeText("misfire") is not { } misfire ? Misfire.RunOnce
            : Misfire.TryRead(misfire, out Misfire policy) ? policy
            : throw new FormatException($"'{misfire}' is no misfire policy: {Misfire.Expected}."),
    };

    private static QuietRule ReadQuiet(JsonMembers members)
    {
        QuietRule quiet = new()
        {
            Kinds = members.Take("kinds") is { } kinds ? JsonMembers.Items("kinds", kinds) : [],
            Instants = members.Take("instants") is { } instants ? [.. JsonMembers.Items("instants", instants).Select(JsonMembers.ReadInstant).Order()] : [],
            Before = members.TakeSpan("before") ?? TimeSpan.Zero,
            After = members.TakeSpan("after") ?? TimeSpan.Zero,
            Merge = members.TakeSpan("merge") ?? TimeSpan.Zero,
        };
        return members.Left is { } left ? throw new FormatException($"Member '{left}' does not belong to 'quiet'.") : quiet;
    }
}
