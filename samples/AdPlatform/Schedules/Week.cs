using AdPlatform.Layout;

namespace AdPlatform.Schedules;

/// <summary>Draws weeks of half hours: characters 0 and 1, Monday 00:00 first.</summary>
internal static class Week
{
    internal const int Slots = Days * SlotsPerDay;
    internal const int SlotsPerDay = 48;
    private const int Days = 7;
    private const int Saturday = 5;
    private const byte On = (byte)'1';
    private const byte Off = (byte)'0';

    /// <summary>All ones: always on.</summary>
    internal static void DrawAlways(Span<byte> week) => week.Fill(On);

    /// <summary>A week that changes: what advertisers choose.</summary>
    internal static void Draw(ref Dice dice, Span<byte> week)
    {
        week.Fill(Off);
        switch (dice.Share())
        {
            case < 0.30:
                DrawBusinessHours(ref dice, week);
                break;
            case < 0.50:
                DrawEvenings(ref dice, week);
                break;
            case < 0.60:
                DrawWeekend(ref dice, week);
                break;
            case < 0.75:
                DrawDaytime(ref dice, week);
                break;
            default:
                DrawAtRandom(ref dice, week);
                break;
        }
    }

    // Monday to Friday, some with a break at noon.
    private static void DrawBusinessHours(ref Dice dice, Span<byte> week)
    {
        (int from, int until) = (At(ref dice, 7, 10), At(ref dice, 17, 21));
        int noon = dice.Is(0.3) ? At(ref dice, 11, 13) : 0;
        for (int day = 0; day < Saturday; day++)
        {
            Fill(week, day, from, until, On);
            Fill(week, day, noon, noon == 0 ? 0 : noon + 3, Off);
        }
    }

    private static void DrawEvenings(ref Dice dice, Span<byte> week)
    {
        (int from, int until) = (At(ref dice, 16, 20), At(ref dice, 21, 24));
        for (int day = 0; day < Days; day++)
        {
            Fill(week, day, from, until, On);
        }
    }

    private static void DrawWeekend(ref Dice dice, Span<byte> week)
    {
        (int from, int until) = (At(ref dice, 0, 11), At(ref dice, 18, 24));
        Fill(week, Saturday, from, until, On);
        Fill(week, Saturday + 1, from, until, On);
        if (dice.Is(0.5))
        {
            Fill(week, Saturday - 1, At(ref dice, 16, 19), SlotsPerDay, On);
        }
    }

    private static void DrawDaytime(ref Dice dice, Span<byte> week)
    {
        for (int day = 0; day < Days; day++)
        {
            // Later on some days than on others.
            Fill(week, day, At(ref dice, 6, 11), At(ref dice, 19, 24), On);
        }
    }

    // Up to three spans a day, anywhere in it.
    private static void DrawAtRandom(ref Dice dice, Span<byte> week)
    {
        for (int day = 0; day < Days; day++)
        {
            for (long spans = 1 + dice.Below(3); spans > 0; spans--)
            {
                int from = (int)dice.Below(SlotsPerDay);
                Fill(week, day, from, Math.Min(SlotsPerDay, from + 1 + (int)dice.Below(8)), On);
            }
        }
    }

    // A half hour between two full hours, both included.
    private static int At(ref Dice dice, int firstHour, int lastHour) => (2 * firstHour) + (int)dice.Below((2 * (lastHour - firstHour)) + 1);

    private static void Fill(Span<byte> week, int day, int from, int until, byte with) => week.Slice((day * SlotsPerDay) + from, until - from).Fill(with);
}
