using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Oracles;
using NodaTime;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests;

/// <summary>Each oracle sees a fault when there is one: the same cases, answered wrongly on purpose.</summary>
public sealed class SeededFaultTests(ITestOutputHelper output)
{
    // A share of the cases shows each of the faults; this is many times what any of them took.
    private const int MostCases = 100_000;
    private static readonly TimeSpan s_microsecond = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, Func<CronCase, Instant?>> s_faults = new(StringComparer.Ordinal)
    {
        ["not strictly after"] = drawn => drawn.Ask(drawn.After - s_microsecond),
        ["a second late"] = drawn => drawn.Ask(drawn.After + TimeSpan.FromSeconds(1)),
        ["never before a day has passed"] = drawn => drawn.Ask(drawn.After + s_day),
        ["drops the last of a list"] = drawn => Other(drawn, spec => spec with { Minute = WithoutLast(spec.Minute) }),
        ["drops the steps of a range"] = drawn => Other(drawn, spec => spec with { Hour = new CronFieldSpec(spec.Hour.Kind, [.. spec.Hour.Parts.Select(part => part with { Step = 1, ShowsStep = false })]) }),
        ["week begins on another day"] = drawn => Other(drawn, spec => spec with { DayOfWeek = Shifted(spec.DayOfWeek) }),
        ["days of month or of week"] = Either,
        ["skips what falls into a gap"] = SkipsGaps,
        ["forgets the second pass"] = ForgetsSecondPass,
        ["runs twice what is not interval-based"] = RunsTwice,
        ["turns reversed ranges round"] = drawn => Other(drawn, spec => spec with { Hour = new CronFieldSpec(spec.Hour.Kind, [.. spec.Hour.Parts.Select(TurnedRound)]) }),
        ["takes W for the day itself"] = drawn => Other(drawn, WithoutW),
        ["takes 1W over the month's begin"] = OverMonthsBegin,
        ["takes L for the 30th"] = drawn => Other(drawn, spec => spec.DayOfMonth is FromLast { Days: 0, Workday: false } ? spec with { DayOfMonth = new PlainDays(FieldKind.DayOfMonth, [new CronPart(PartForm.Value, 30)]) } : spec),
        ["takes #5 for the last"] = drawn => Other(drawn, spec => spec.DayOfWeek is NthWeekday { Nth: 5 } nth ? spec with { DayOfWeek = new LastWeekday(nth.Weekday, $"{nth.Weekday}L") } : spec),
    };

    [Theory]
    [InlineData("not strictly after")]
    [InlineData("a second late")]
    [InlineData("never before a day has passed")]
    [InlineData("drops the last of a list")]
    [InlineData("drops the steps of a range")]
    [InlineData("week begins on another day")]
    [InlineData("days of month or of week")]
    [InlineData("skips what falls into a gap")]
    [InlineData("forgets the second pass")]
    [InlineData("runs twice what is not interval-based")]
    [InlineData("turns reversed ranges round")]
    [InlineData("takes W for the day itself")]
    [InlineData("takes 1W over the month's begin")]
    [InlineData("takes L for the 30th")]
    [InlineData("takes #5 for the last")]
    public void The_naive_scan_sees(string fault) => ShouldSee(new NaiveOracle(), fault);

    [Theory]
    [InlineData("not strictly after")]
    [InlineData("a second late")]
    [InlineData("never before a day has passed")]
    [InlineData("drops the last of a list")]
    [InlineData("drops the steps of a range")]
    [InlineData("week begins on another day")]
    [InlineData("days of month or of week")]
    public void NCrontab_sees(string fault) => ShouldSee(new NCrontabOracle(), fault);

    [Theory]
    [InlineData("not strictly after")]
    [InlineData("a second late")]
    [InlineData("never before a day has passed")]
    [InlineData("drops the last of a list")]
    [InlineData("drops the steps of a range")]
    [InlineData("week begins on another day")]
    [InlineData("turns reversed ranges round")]
    [InlineData("takes W for the day itself")]
    [InlineData("takes 1W over the month's begin")]
    [InlineData("takes L for the 30th")]
    [InlineData("takes #5 for the last")]
    public void Quartz_sees(string fault) => ShouldSee(new QuartzOracle(), fault);

    private void ShouldSee(IOracle oracle, string fault)
    {
        for (int number = 0; number < MostCases; number++)
        {
            CronCase drawn = CronCase.Draw(new Chance(Scale.Seed, number));
            Instant? wrong = s_faults[fault](drawn);
            Verdict verdict = oracle.Judge(drawn, drawn.After, wrong);
            if (verdict.Kind == VerdictKind.Differs)
            {
                oracle.Judge(drawn, drawn.After, drawn.Ask(drawn.After)).Kind.ShouldNotBe(VerdictKind.Differs, $"{drawn}: the engine's own answer");
                output.WriteLine($"case {number}: {drawn}: {wrong?.ToString() ?? "nothing"}, {oracle.Name} {verdict.Own}");
                return;
            }
        }

        throw new ShouldAssertException($"{oracle.Name} does not see in {MostCases} cases what {fault}");
    }

    private static Instant? Other(CronCase drawn, Func<CronSpec, CronSpec> change) =>
        new CronCase(change(drawn.Spec) with { Macro = null }, drawn.Zone, drawn.After).Ask(drawn.After);

    private static CronFieldSpec WithoutLast(CronFieldSpec field) =>
        field.Parts.Count > 1 ? new CronFieldSpec(field.Kind, [.. field.Parts.SkipLast(1)]) : field;

    private static DayRule Shifted(DayRule rule) => rule is PlainDays { Parts: [{ Form: PartForm.Value, From: < 6 } only] } plain
        ? new PlainDays(plain.Kind, [only with { From = only.From + 1, FromName = null }])
        : rule;

    private static CronPart TurnedRound(CronPart part) => part.IsReversed ? part with { From = part.To, To = part.From, FromName = null, ToName = null } : part;

    private static CronSpec WithoutW(CronSpec spec) => spec.DayOfMonth is NearestWorkday nearest
        ? spec with { DayOfMonth = new PlainDays(FieldKind.DayOfMonth, [new CronPart(PartForm.Value, nearest.Day)]) }
        : spec;

    // The Friday before, when the first is a Saturday.
    private static Instant? OverMonthsBegin(CronCase drawn) =>
        drawn.Spec.DayOfMonth is NearestWorkday { Day: 1 } && drawn.Ask(drawn.After) is { } due && LocalOf(drawn, due) is { Day: 3, DayOfWeek: IsoDayOfWeek.Monday }
            ? due - (3 * s_day)
            : drawn.Ask(drawn.After);

    private static Instant? Either(CronCase drawn)
    {
        DayRule any = new PlainDays(FieldKind.DayOfMonth, [CronPart.Star]);
        Instant? ofMonth = Other(drawn, spec => spec with { DayOfWeek = new PlainDays(FieldKind.DayOfWeek, [CronPart.Star]) });
        Instant? ofWeek = Other(drawn, spec => spec with { DayOfMonth = any });
        return ofMonth is null || ofWeek < ofMonth ? ofWeek : ofMonth;
    }

    private static Instant? SkipsGaps(CronCase drawn)
    {
        Instant? due = drawn.Ask(drawn.After);
        return due is { } instant && !Holds(drawn, instant) ? drawn.Ask(instant) : due;
    }

    private static Instant? ForgetsSecondPass(CronCase drawn)
    {
        Instant? due = drawn.Ask(drawn.After);
        while (due is { } instant && IsSecondPass(drawn, instant))
        {
            due = drawn.Ask(instant);
        }

        return due;
    }

    // What was due shortly before comes again when the zone turns back.
    private static Instant? RunsTwice(CronCase drawn)
    {
        Instant? due = drawn.Ask(drawn.After);
        return !drawn.Spec.RunsInBothPasses
            && drawn.Ask(drawn.After - TimeSpan.FromHours(1)) is { } first && first <= drawn.After && IsSecondPass(drawn, first + TimeSpan.FromHours(1))
                ? first + TimeSpan.FromHours(1)
                : due;
    }

    private static bool IsSecondPass(CronCase drawn, Instant instant)
    {
        NodaTime.TimeZones.ZoneLocalMapping mapping = drawn.Zone.Zone.MapLocal(LocalOf(drawn, instant));
        return mapping.Count == 2 && NaiveScan.Of(mapping.Last().ToInstant()) == instant;
    }

    private static bool Holds(CronCase drawn, Instant instant)
    {
        LocalDateTime local = LocalOf(drawn, instant);
        return drawn.Spec.Holds(local.Date) && drawn.Spec.TimesFrom(local.TickOfDay / 10).FirstOrDefault(-1) == local.TickOfDay / 10;
    }

    private static LocalDateTime LocalOf(CronCase drawn, Instant instant) => NaiveScan.Noda(instant).InZone(drawn.Zone.Zone).LocalDateTime;
}
