using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kairos.Cli.Input;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;
using Kairos.Triggers.Text;

namespace Kairos.Cli.Triggers;

/// <summary>From what was typed to a trigger that can be asked, or to the fault in it.</summary>
/// <param name="now">Where <c>from</c> is not given.</param>
internal sealed class QuestionReader(Instant now)
{
    private const int MostInstants = 1_000_000;

    private static readonly string[] s_rules = ["cron", "every", "daily", "at", "grid", "trigger"];

    public bool TryRead(TriggerQuestion question, [NotNullWhen(true)] out TriggerAsked? asked, [NotNullWhen(false)] out TriggerFault? fault)
    {
        try
        {
            (asked, fault) = (Read(question), null);
            return true;
        }
        catch (TriggerFormatException e)
        {
            (asked, fault) = (null, e.Fault);
            return false;
        }
    }

    private TriggerAsked Read(TriggerQuestion question)
    {
        string[] rules = [.. s_rules.Where(rule => question[rule] is not null)];
        if (rules.Length != 1)
        {
            throw Fail($"{(rules.Length == 0 ? "No rule is given" : $"--{string.Join(" and --", rules)} exclude each other")}: give exactly one of --{string.Join(", --", s_rules)}.");
        }

        RefuseUnless(question, rules[0], "anchor", "every");
        RefuseUnless(question, rules[0], "weekdays", "daily");
        RefuseUnless(question, rules[0], "seed", "cron", "trigger");
        Instant from = question["from"] is { } text ? ReadInstant("from", text) : now;
        long? seed = question["seed"] is { } number ? ReadNumber("seed", number, long.MinValue, long.MaxValue) : null;
        int count = question["count"] is { } many ? (int)ReadNumber("count", many, 1, MostInstants) : 1;
        Trigger trigger = ReadRule(rules[0], question, from, seed);
        return new TriggerAsked(Complete(WithZone(trigger, rules[0], question["zone"]), seed, from), from, count);
    }

    private static Trigger ReadRule(string rule, TriggerQuestion question, Instant from, long? seed)
    {
        string text = question[rule]!;
        switch (rule)
        {
            case "cron":
                return new CronTrigger(CronExpression.Parse(text, seed));
            case "every":
                return DurationText.TryRead(text, out TimeSpan period) && period >= TimeSpan.FromMilliseconds(1)
                    ? new EveryTrigger(period, question["anchor"] is { } anchor ? ReadInstant("anchor", anchor) : from)
                    : throw Fail($"--every '{text}' is no period of 1ms or more: {DurationText.Expected}.");
            case "daily":
                return TimesText.TryRead(text, out ImmutableArray<TimeOnly> times)
                    ? new DailyTrigger("UTC", times, question["weekdays"] is { } days ? ReadDays(days) : Weekdays.All)
                    : throw Fail($"--daily '{text}' is not understood: {TimesText.Expected}.");
            case "at":
                return new AtTrigger(ReadInstant("at", text));
            case "grid":
                return new GridTrigger(WeeklyGrid.Parse(text));
            default:
                return Trigger.Parse(text);
        }
    }

    private static Trigger WithZone(Trigger trigger, string rule, string? zone)
    {
        if (zone is null)
        {
            return trigger;
        }

        if (rule == "trigger" && trigger.Zone != "UTC" && trigger.Zone != zone)
        {
            throw Fail($"--zone {zone} is not the zone of the trigger, {trigger.Zone}: leave one of them out.");
        }

        try
        {
            return trigger with { Zone = zone };
        }
        catch (ArgumentException e)
        {
            throw Fail(e.Message.Replace(" (Parameter 'id')", "", StringComparison.Ordinal));
        }
    }

    // What a submit would supply is supplied here by --from and --seed; chance without a seed would be another each time.
    private static Trigger Complete(Trigger trigger, long? seed, Instant from)
    {
        if (trigger.NeedsSeed && seed is null)
        {
            throw trigger is CronTrigger { Expression.MissingSeed: { } missing }
                ? new TriggerFormatException(missing)
                : Fail("Something in the trigger is drawn by chance (jitter, H, a poll's delay), and there is no seed to draw it from: give --seed N.");
        }

        return trigger.Bound(seed ?? 0, from);
    }

    private static void RefuseUnless(TriggerQuestion question, string rule, string part, params ReadOnlySpan<string> owners)
    {
        if (question[part] is not null && !owners.Contains(rule))
        {
            throw Fail($"--{part} belongs to --{string.Join(" or --", owners.ToArray())}, which is not given: leave it out.");
        }
    }

    private static Instant ReadInstant(string name, string text) => InstantText.TryRead(text, out Instant instant)
        ? instant
        : throw Fail($"--{name} '{text}' is no instant: {InstantText.Expected}.");

    private static Weekdays ReadDays(string text) => WeekdaysText.TryRead(text, out Weekdays days)
        ? days
        : throw Fail($"--weekdays '{text}' is not understood: {WeekdaysText.Expected}.");

    private static long ReadNumber(string name, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw Fail($"--{name} '{text}' is no whole number from {least} to {most}.");

    private static TriggerFormatException Fail(string message) => new(new TriggerFault("option", 0, message));
}
