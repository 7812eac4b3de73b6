namespace Kairos.Laws.Tests.Cases;

/// <summary>Draws cron expressions from the whole dialect, each kind of thing often enough to be met in a small run.</summary>
internal static class CronChance
{
    private static readonly string[] s_blanks = [" ", "  ", "\t", " \t ", "\n", "\u00A0", "\r\n"];

    private static readonly (string Name, CronPart? Second, CronPart Minute, CronPart Hour, CronPart Day, CronPart Month, CronPart Weekday)[] s_macros =
    [
        ("@every_second", CronPart.Star, CronPart.Star, CronPart.Star, CronPart.Star, CronPart.Star, CronPart.Star),
        ("@every_minute", null, CronPart.Star, CronPart.Star, CronPart.Star, CronPart.Star, CronPart.Star),
        ("@hourly", null, At(0), CronPart.Star, CronPart.Star, CronPart.Star, CronPart.Star),
        ("@daily", null, At(0), At(0), CronPart.Star, CronPart.Star, CronPart.Star),
        ("@midnight", null, At(0), At(0), CronPart.Star, CronPart.Star, CronPart.Star),
        ("@weekly", null, At(0), At(0), CronPart.Star, CronPart.Star, At(0)),
        ("@monthly", null, At(0), At(0), At(1), CronPart.Star, CronPart.Star),
        ("@yearly", null, At(0), At(0), At(1), At(1), CronPart.Star),
        ("@annually", null, At(0), At(0), At(1), At(1), CronPart.Star),
    ];

    internal static CronSpec Draw(Chance chance)
    {
        if (chance.Percent(2))
        {
            return Macro(chance);
        }

        long? seed = chance.Percent(12) ? chance.Below(Hashes.Seeds) : null;
        bool withSecond = chance.Percent(40);
        return new CronSpec
        {
            Seed = seed,
            Second = withSecond ? Field(chance, FieldKind.Second, seed, stars: 12) : null,
            Minute = Field(chance, FieldKind.Minute, seed, stars: withSecond ? 25 : 15),
            Hour = Field(chance, FieldKind.Hour, seed, stars: 35),
            DayOfMonth = DayOfMonth(chance, seed),
            Month = Field(chance, FieldKind.Month, seed, stars: 75),
            DayOfWeek = DayOfWeek(chance, seed),
            Spaces = chance.Percent(10) ? Spaces(chance, withSecond ? 6 : 5) : null,
        };
    }

    private static CronPart At(int value) => new(PartForm.Value, value);

    private static CronSpec Macro(Chance chance)
    {
        var macro = chance.Pick(s_macros);
        return new CronSpec
        {
            Macro = chance.Mixed(macro.Name),
            Second = macro.Second is null ? null : CronFieldSpec.Of(FieldKind.Second, macro.Second),
            Minute = CronFieldSpec.Of(FieldKind.Minute, macro.Minute),
            Hour = CronFieldSpec.Of(FieldKind.Hour, macro.Hour),
            DayOfMonth = new PlainDays(FieldKind.DayOfMonth, [macro.Day]),
            Month = CronFieldSpec.Of(FieldKind.Month, macro.Month),
            DayOfWeek = new PlainDays(FieldKind.DayOfWeek, [macro.Weekday]),
        };
    }

    private static string[] Spaces(Chance chance, int fields) =>
    [
        chance.Percent(50) ? "" : chance.Pick(s_blanks),
        .. Enumerable.Range(1, fields - 1).Select(_ => chance.Pick(s_blanks)),
        chance.Percent(50) ? "" : chance.Pick(s_blanks),
    ];

    private static CronFieldSpec Field(Chance chance, FieldKind kind, long? seed, int stars) => new(kind, Parts(chance, kind, seed, stars));

    private static DayRule DayOfMonth(Chance chance, long? seed)
    {
        int kind = chance.Below(100);
        if (kind < 5)
        {
            int days = chance.Percent(30) ? 0 : chance.Below(31);
            bool workday = chance.Percent(40);
            string back = days > 0 || chance.Percent(10) ? $"-{days}" : "";
            return new FromLast(days, workday, $"{chance.Mixed("l")}{back}{(workday ? chance.Mixed("w") : "")}");
        }

        if (kind < 10)
        {
            int day = chance.Percent(40) ? chance.Pick([1, 2, 28, 29, 30, 31]) : chance.Between(1, 31);
            return new NearestWorkday(day, $"{day}{chance.Mixed("w")}");
        }

        return new PlainDays(FieldKind.DayOfMonth, Parts(chance, FieldKind.DayOfMonth, seed, stars: 65));
    }

    private static DayRule DayOfWeek(Chance chance, long? seed)
    {
        int kind = chance.Below(100);
        int day = chance.Below(8);
        string name = day < 7 && chance.Percent(50) ? chance.Mixed(FieldKind.DayOfWeek.Names[day]) : $"{day}";
        return kind < 4 ? new LastWeekday(day, name + chance.Mixed("l"))
            : kind < 9 ? new NthWeekday(day, chance.Between(1, 5), name)
            : new PlainDays(FieldKind.DayOfWeek, Parts(chance, FieldKind.DayOfWeek, seed, stars: 60));
    }

    private static CronPart[] Parts(Chance chance, FieldKind kind, long? seed, int stars)
    {
        if (seed is not null && chance.Percent(35))
        {
            return [Hash(chance, kind, seed.Value)];
        }

        if (chance.Percent(stars))
        {
            return [CronPart.Star with { IsQuestion = chance.Percent(20) }];
        }

        int count = chance.Percent(80) ? 1 : chance.Between(2, 4);
        CronPart[] parts = new CronPart[count];
        for (int i = 0; i < count; i++)
        {
            parts[i] = Part(chance, kind);
        }

        return parts;
    }

    private static CronPart Hash(Chance chance, FieldKind kind, long seed)
    {
        int step = chance.Percent(50) ? chance.Between(1, kind.Last) : 0;
        return new CronPart(PartForm.Hash, Hashes.Drawn(kind, seed, step), Step: Math.Max(step, 1)) { ShowsStep = step > 0, FromName = chance.Mixed("h") };
    }

    private static CronPart Part(Chance chance, FieldKind kind)
    {
        int form = chance.Below(100);
        if (form < 45)
        {
            int value = chance.Between(kind.First, kind.Last);
            return new CronPart(PartForm.Value, value) { FromName = Name(chance, kind, value) };
        }

        // A step up to the field's largest value, small ones more often.
        int step = chance.Percent(60) ? (int)chance.Scaled(1, kind.Last) : 1;
        bool shows = step == 1 && chance.Percent(15);
        int from = chance.Between(kind.First, kind.Last);
        if (form < 60)
        {
            return CronPart.Star with { Step = step, ShowsStep = shows, IsQuestion = chance.Percent(15) };
        }

        if (form < 75)
        {
            return new CronPart(PartForm.Open, from, Step: step) { ShowsStep = true, FromName = Name(chance, kind, from) };
        }

        int to = chance.Between(kind.First, kind.Last);
        return new CronPart(PartForm.Range, from, to, step) { ShowsStep = shows, FromName = Name(chance, kind, from), ToName = Name(chance, kind, to) };
    }

    private static string? Name(Chance chance, FieldKind kind, int value) =>
        value - kind.First < kind.Names.Length && chance.Percent(50) ? chance.Mixed(kind.Names[value - kind.First]) : null;
}
