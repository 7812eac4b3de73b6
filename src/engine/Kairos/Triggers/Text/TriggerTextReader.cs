using System.Globalization;
using Kairos.Time;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;

namespace Kairos.Triggers.Text;

/// <summary>Reads the text form of a trigger: a rule, then conditions in any order, each once.</summary>
internal static class TriggerTextReader
{
    private const string Rules = "a trigger begins with at, every, cron, daily, grid or poll";
    private const string Clauses = "a condition is one of in, window, calendar, quiet, jitter, start, end, max, misfire, seed";

    /// <exception cref="TriggerFormatException">It is not understood.</exception>
    internal static Trigger Read(string text)
    {
        TextTokens tokens = new(text);
        try
        {
            Trigger trigger = ReadConditions(tokens, ReadRule(tokens));
            return trigger.Check() is { } fault ? throw TextTokens.Fail(0, fault) : trigger;
        }
        catch (TriggerFormatException e) when (e.Fault.Field == "option")
        {
            throw new TriggerFormatException(new TriggerFault("expression", tokens.LastPosition + e.Fault.Position, e.Message), e);
        }
        catch (Exception e) when (e is not TriggerFormatException && e is FormatException or ArgumentException or OverflowException)
        {
            throw new TriggerFormatException(new TriggerFault("expression", tokens.LastPosition, Plain(e)), e);
        }
    }

    private static Trigger ReadRule(TextTokens tokens)
    {
        if (tokens.Accept("at"))
        {
            return new AtTrigger(TakeInstant(tokens));
        }

        if (tokens.Accept("every"))
        {
            return new EveryTrigger(TakeSpan(tokens), tokens.Accept("from") ? TakeInstant(tokens) : null);
        }

        if (tokens.Accept("cron"))
        {
            string expression = tokens.Take("a cron expression in quotes");
            return CronExpression.TryParse(expression, null, out CronExpression? cron, out TriggerFault? fault)
                ? new CronTrigger(cron)
                : throw new TriggerFormatException(fault with { Position = tokens.LastPosition + fault.Position });
        }

        if (tokens.Accept("daily"))
        {
            return ReadDaily(tokens);
        }

        if (tokens.Accept("grid"))
        {
            return new GridTrigger(WeeklyGrid.Parse(tokens.Take("a grid in quotes")));
        }

        return tokens.Accept("poll") ? ReadPoll(tokens) : throw TextTokens.Fail(tokens.Position, $"{tokens.Shown} is not understood: {Rules}.");
    }

    private static DailyTrigger ReadDaily(TextTokens tokens)
    {
        string times = tokens.Take("a time of the day");
        if (!TimesText.TryRead(times, out System.Collections.Immutable.ImmutableArray<TimeOnly> read))
        {
            throw TextTokens.Fail(tokens.LastPosition, $"'{times}' are no times of the day: {TimesText.Expected}.");
        }

        Weekdays days = Weekdays.All;
        return tokens.Accept("on") && !WeekdaysText.TryRead(tokens.Take("a day of the week"), out days)
            ? throw TextTokens.Fail(tokens.LastPosition, $"These are no days of the week: {WeekdaysText.Expected}.")
            : new DailyTrigger("UTC", read, days);
    }

    private static PollTrigger ReadPoll(TextTokens tokens)
    {
        PollTrigger poll = PollText.Read(tokens.Take("a delay"));
        while (true)
        {
            if (poll.Tries is null && tokens.Accept("tries"))
            {
                poll = poll with { Tries = (int)TakeNumber(tokens, int.MaxValue) };
            }
            else if (poll.Lifetime is null && tokens.Accept("for"))
            {
                poll = poll with { Lifetime = TakeSpan(tokens) };
            }
            else if (poll.Since is null && tokens.Accept("since"))
            {
                poll = poll with { Since = TakeInstant(tokens) };
            }
            else
            {
                return poll;
            }
        }
    }

    private static Trigger ReadConditions(TextTokens tokens, Trigger trigger)
    {
        TriggerConditions conditions = TriggerConditions.None;
        HashSet<string> seen = [];
        while (!tokens.IsAtEnd)
        {
            int position = tokens.Position;
            string clause = tokens.Take("a condition").ToLowerInvariant();
            if (!seen.Add(clause))
            {
                throw TextTokens.Fail(position, $"'{clause}' stands there twice: leave one of them out.");
            }

            switch (clause)
            {
                case "in":
                    trigger = trigger with { Zone = tokens.Take("a zone") };
                    break;
                case "seed":
                    trigger = trigger.Seeded(TakeNumber(tokens, long.MaxValue));
                    break;
                default:
                    conditions = ReadCondition(clause, tokens, conditions) ?? throw TextTokens.Fail(position, $"'{clause}' is not understood: {Clauses}.");
                    break;
            }
        }

        return trigger with { Conditions = conditions };
    }

    private static TriggerConditions? ReadCondition(string clause, TextTokens tokens, TriggerConditions conditions) => clause switch
    {
        "window" => conditions with { Window = WeeklyRanges.Parse(tokens.Take("ranges in quotes")) },
        "calendar" => conditions with { Calendar = WorkCalendar.Parse(tokens.Take("a calendar in quotes")) },
        "quiet" => conditions with { Quiet = ReadQuiet(tokens) },
        "jitter" => conditions with { Jitter = TakeSpan(tokens) },
        "start" => conditions with { Start = TakeInstant(tokens) },
        "end" => conditions with { End = TakeInstant(tokens) },
        "max" => conditions with { MaxRuns = (int)TakeNumber(tokens, int.MaxValue) },
        "misfire" => conditions with { Misfire = ReadMisfire(tokens) },
        _ => null,
    };

    private static QuietRule ReadQuiet(TextTokens tokens)
    {
        List<string> kinds = [];
        List<Instant> instants = [];
        do
        {
            if (tokens.Accept("at"))
            {
                instants.Add(TakeInstant(tokens));
            }
            else
            {
                kinds.Add(tokens.Take("a kind of job"));
            }
        }
        while (tokens.Accept("and"));
        return new QuietRule
        {
            Kinds = [.. kinds],
            Instants = [.. instants.Order()],
            Before = tokens.Accept("before") ? TakeSpan(tokens) : TimeSpan.Zero,
            After = tokens.Accept("after") ? TakeSpan(tokens) : TimeSpan.Zero,
            Merge = tokens.Accept("merge") ? TakeSpan(tokens) : TimeSpan.Zero,
        };
    }

    private static Misfire ReadMisfire(TextTokens tokens)
    {
        if (tokens.Accept("skip"))
        {
            return Misfire.Skip;
        }

        if (!tokens.Accept("run"))
        {
            throw TextTokens.Fail(tokens.Position, $"{tokens.Shown} is no misfire policy: {Misfire.Expected}.");
        }

        if (tokens.Accept("once"))
        {
            return tokens.Accept("for") && !(tokens.Accept("all") && tokens.Accept("missed"))
                ? throw TextTokens.Fail(tokens.Position, $"{tokens.Shown} is not understood: {Misfire.Expected}.")
                : Misfire.RunOnce;
        }

        return !tokens.Accept("if") ? Misfire.Run
            : tokens.Accept("younger") && tokens.Accept("than") && TakeSpan(tokens) is { Ticks: > 0 } age ? new Misfire(MisfirePolicy.RunIfYounger, age)
            : throw TextTokens.Fail(tokens.Position, $"{tokens.Shown} is not understood: {Misfire.Expected}.");
    }

    private static Instant TakeInstant(TextTokens tokens) => JsonMembers.ReadInstant(tokens.Take("an instant"));

    private static TimeSpan TakeSpan(TextTokens tokens) => JsonMembers.ReadSpan(tokens.Take("a span of time"));

    private static long TakeNumber(TextTokens tokens, long most)
    {
        string text = tokens.Take("a number");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number <= most
            ? number
            : throw TextTokens.Fail(tokens.LastPosition, $"'{text}' is no whole number up to {most}.");
    }

    // "… (Parameter 'zone')" tells a user nothing.
    private static string Plain(Exception e) => e is ArgumentException { ParamName: { } name }
        ? e.Message.Split(Environment.NewLine)[0].Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : e.Message;
}
