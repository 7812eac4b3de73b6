using System.Collections.Immutable;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

/// <summary>Triggers of all rules and conditions, drawn from a seed.</summary>
internal sealed class SampleTriggers(int seed)
{
    private static readonly string[] s_zones = ["UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "America/Argentina/Buenos_Aires"];
    private static readonly string[] s_crons = ["* * * * *", "0 8 * * MON-FRI", "*/7 0 22-4/3 1-12 ? *", "H H/3 * * *", "0 0 LW * *", "0 0 L-3W * ?", "0 9 * * TUE#2", "@daily"];
    private static readonly string[] s_kinds = ["seats.grab", "a kind", "at", "And", "AT", "before", "quo\"te", "back\\slash", "comma,", "umlaut ü 中"];
    private static readonly string[] s_windows = ["08:00-20:00", "Mon-Fri 08:00-20:00; Sat 10:00-24:00", "22:00-06:00", "Fri 18:00-24:00; Sat,Sun 00:00-24:00; Mon 00:00-06:00", "Mon,Wed 08:00:01-08:00:02.000003", "00:00-24:00"];
    private static readonly string[] s_calendars = ["Mon-Fri", "Mon-Fri 09:30-11:30,13:00-15:00; not 2026-10-01,2026-10-02; also 2026-10-10, 2026-12-24 09:30-12:00,13:00-14:00", "no days; also 2026-12-24", "21:00-02:30"];

    private readonly Random _random = new(seed);

    internal Trigger Next()
    {
        Trigger rule = Rule() with { Zone = Pick(s_zones) };
        Trigger trigger = rule with { Conditions = Conditions() };
        return Maybe() ? trigger.Bound(_random.NextInt64(), Instant()) : trigger;
    }

    private Trigger Rule() => _random.Next(6) switch
    {
        0 => new AtTrigger(Instant()),
        1 => new EveryTrigger(Span() + TimeSpan.FromDays(2), Maybe() ? Instant() : null),
        2 => new CronTrigger(CronExpression.Parse(Pick(s_crons))),
        3 => new DailyTrigger("UTC", [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => new TimeOnly(_random.NextInt64(86_400_000_000) * 10))], (Weekdays)_random.Next(1, 128)),
        4 => new GridTrigger(Grid()),
        _ => Poll(),
    };

    private PollTrigger Poll()
    {
        TimeSpan shortest = Span();
        PollTrigger poll = Maybe() ? PollTrigger.Between(shortest, shortest + Span()) : PollTrigger.OneOf([shortest, Span()]);
        return poll with { Tries = Maybe() ? _random.Next(1, 99) : null, Lifetime = Maybe() ? Span() : null, Since = Maybe() ? Instant() : null };
    }

    private WeeklyGrid Grid()
    {
        bool[] slots = new bool[7 * (new[] { 24, 48, 96 })[_random.Next(3)]];
        int one = _random.Next(1, 40);
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = i > 0 && _random.Next(one) > 0 ? slots[i - 1] : Maybe();
        }

        return WeeklyGrid.Of(slots);
    }

    private TriggerConditions Conditions()
    {
        Instant start = Instant();
        return new TriggerConditions
        {
            Window = Maybe() ? WeeklyRanges.Parse(Pick(s_windows)) : null,
            Calendar = Maybe() ? WorkCalendar.Parse(Pick(s_calendars)) : null,
            Quiet = Maybe() ? Quiet() : null,
            Jitter = Maybe() ? TimeSpan.FromMicroseconds(_random.NextInt64(1, 60_000_000)) : TimeSpan.Zero,
            Start = Maybe() ? start : null,
            End = Maybe() ? start + Span() : null,
            MaxRuns = Maybe() ? _random.Next(1, 1_000) : null,
            Misfire = new[] { Misfire.RunOnce, Misfire.Run, Misfire.Skip, new Misfire(MisfirePolicy.RunIfYounger, Span()) }[_random.Next(4)],
        };
    }

    private QuietRule Quiet()
    {
        ImmutableArray<string> kinds = [.. s_kinds.Where(_ => _random.Next(3) == 0)];
        return new QuietRule
        {
            Kinds = kinds,
            Instants = kinds.IsEmpty || Maybe() ? [.. new[] { Instant(), Instant() }.Order()] : [],
            Before = Maybe() ? UpToADay() : TimeSpan.Zero,
            After = Maybe() ? UpToADay() : TimeSpan.Zero,
            Merge = Maybe() ? UpToADay() : TimeSpan.Zero,
        };
    }

    private bool Maybe() => _random.Next(2) == 0;

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private Instant Instant() => new(_random.NextInt64(1_500_000_000_000_000, 2_000_000_000_000_000));

    private TimeSpan UpToADay() => TimeSpan.FromMicroseconds(_random.NextInt64(1, 86_400_000_000));

    private TimeSpan Span() => TimeSpan.FromMicroseconds(_random.NextInt64(1_000, 4_000_000) * (_random.Next(3) switch { 0 => 1, 1 => 1_000, _ => 60_000 }));
}
