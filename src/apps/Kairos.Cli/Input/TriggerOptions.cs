using System.Collections.Immutable;
using System.CommandLine;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;
using Kairos.Triggers.Text;

namespace Kairos.Cli.Input;

/// <summary>The options that say when a job is due: none, or one rule with what belongs to it.</summary>
internal sealed class TriggerOptions(TimeProvider time)
{
    private const string DefaultZone = "UTC";

    private readonly Option<Instant?> _at = ValueOption.Of<Instant>(
        "--at", "INSTANT", "Due once, at this instant.", InstantText.TryRead, InstantText.Expected);

    private readonly Option<TimeSpan?> _in = ValueOption.Of<TimeSpan>(
        "--in", "SPAN", "Due once, so long from now by this machine's clock, as in 90s, 500ms or 1h30m.", DurationText.TryRead, DurationText.Expected);

    private readonly Option<TimeSpan?> _every = ValueOption.Of<TimeSpan>(
        "--every", "SPAN", "Due again and again at this distance, a millisecond at least.", DurationText.TryRead, DurationText.Expected);

    private readonly Option<Instant?> _anchor = ValueOption.Of<Instant>(
        "--anchor", "INSTANT", "With --every: the first instant. Default: one span from now by this machine's clock.", InstantText.TryRead, InstantText.Expected);

    private readonly Option<ImmutableArray<TimeOnly>?> _daily = ValueOption.Of<ImmutableArray<TimeOnly>>(
        "--daily", "TIMES", "Due at these local times of the day, as in 08:00,20:10:00.", TimesText.TryRead, TimesText.Expected);

    private readonly Option<string?> _cron = new("--cron")
    {
        Description = "Due where this cron expression of 5 or 6 fields matches.",
        HelpName = "EXPR",
    };

    private readonly Option<string?> _trigger = new("--trigger")
    {
        Description = "A whole trigger in text or JSON form, with windows, quiet spans, jitter and the like; see docs/TRIGGERS.md.",
        HelpName = "TRIGGER",
    };

    private readonly Option<string?> _zone = new("--zone")
    {
        Description = $"With --daily or --cron: the IANA zone of local times. Default: {DefaultZone}.",
        HelpName = "ZONE",
    };

    private readonly Option<Weekdays?> _weekdays = ValueOption.Of<Weekdays>(
        "--weekdays", "DAYS", "With --daily: only on these days, as in MON-FRI or MON,WED.", WeekdaysText.TryRead, WeekdaysText.Expected);

    public Option[] All => [_at, _in, _every, _anchor, _daily, _cron, _zone, _weekdays, _trigger];

    /// <summary>It counts from the moment of the call, so that the same line is another request each time.</summary>
    public bool IsRelative(ParseResult parse) => parse.GetResult(_in) is not null || (parse.GetResult(_every) is not null && parse.GetResult(_anchor) is null);

    /// <summary>The rule; null where none is given, which is now.</summary>
    /// <exception cref="CliFailure">Several rules, a part without its rule, or a rule that can't be.</exception>
    public Trigger? Read(ParseResult parse)
    {
        Option[] given = [.. new Option[] { _at, _in, _every, _daily, _cron, _trigger }.Where(rule => parse.GetResult(rule) is not null)];
        if (given.Length > 1)
        {
            throw CliFailure.Usage(
                $"{string.Join(" and ", given.Select(static rule => rule.Name))} exclude each other",
                "give one of --at, --in, --every, --daily, --cron and --trigger, or none for now");
        }

        RefuseWithout(parse, [_every], _anchor);
        RefuseWithout(parse, [_daily, _cron], _zone);
        RefuseWithout(parse, [_daily], _weekdays);
        try
        {
            return Rule(parse);
        }
        catch (TriggerFormatException e)
        {
            throw CliFailure.Usage(e.Message, "try it with `kairos trigger describe`");
        }
        catch (ArgumentException e)
        {
            throw CliFailure.Usage(WithoutParameterName(e));
        }
    }

    private Trigger? Rule(ParseResult parse)
    {
        Instant now = Instant.From(time.GetUtcNow());
        if (parse.GetValue(_at) is { } at)
        {
            return new AtTrigger(at);
        }

        if (parse.GetValue(_in) is { } wait)
        {
            return new AtTrigger(Later(now, wait));
        }

        if (parse.GetValue(_every) is { } period)
        {
            return period < TimeSpan.FromMilliseconds(1)
                ? throw CliFailure.Usage("--every is shorter than a millisecond", "give 1ms or more")
                : new EveryTrigger(period, parse.GetValue(_anchor) ?? Later(now, period));
        }

        if (parse.GetValue(_trigger) is { } text)
        {
            return Trigger.Parse(text);
        }

        if (parse.GetValue(_cron) is { } expression)
        {
            return Trigger.Cron(expression, parse.GetValue(_zone) ?? DefaultZone);
        }

        return parse.GetValue(_daily) is { } times
            ? new DailyTrigger(parse.GetValue(_zone) ?? DefaultZone, times, parse.GetValue(_weekdays) ?? Weekdays.All)
            : null;
    }

    private static Instant Later(Instant now, TimeSpan span) => span <= Instant.Max - now
        ? now + span
        : throw CliFailure.Usage("the instant would be beyond the year 9999", "give a shorter span");

    private static void RefuseWithout(ParseResult parse, Option[] rules, params Option[] parts)
    {
        foreach (Option part in parts)
        {
            if (parse.GetResult(part) is not null && !rules.Any(rule => parse.GetResult(rule) is not null))
            {
                string owners = string.Join(" or ", rules.Select(static rule => rule.Name));
                throw CliFailure.Usage($"{part.Name} belongs to {owners}, which is not given", $"add {owners}, or leave {part.Name} out");
            }
        }
    }

    // "… (Parameter 'zone')" tells a user nothing.
    private static string WithoutParameterName(ArgumentException e) =>
        e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
}
