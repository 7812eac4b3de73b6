using AdPlatform.Layout;

namespace AdPlatform.Schedules;

/// <summary>Makes the schedule of any row that has slots.</summary>
/// <remarks>The older a row, the likelier it has ended: about 45 % have, 2 % have not started, some 53 % are within their dates.</remarks>
internal sealed class ScheduleMaker(AdOptions options, AdLayout layout)
{
    /// <summary>Money is in its hundredths.</summary>
    internal const long Yuan = 100;

    private const double WithinDates = 0.53;
    private const long Minute = 60_000_000;
    private const int MinutesPerDay = 1_440;

    // The shares of those that are not restless.
    private const double NoGrid = 0.35;
    private const double EndedRestless = 0.3;

    private readonly long _today = Micros(options.Today);

    internal static long Micros(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal void Make(in Campaign campaign, int row, Schedule into)
    {
        long number = campaign.FirstRow + row;
        Dice dice = new(options.Seed ^ 0x5C4ED, number);
        double age = 1 - ((double)number / layout.Rows);
        double lot = dice.Share();
        if (lot < 0.15 + (0.6 * age))
        {
            MakeEnded(ref dice, into);
        }
        else if (age < 0.1 && dice.Is(0.25))
        {
            MakeLater(ref dice, into);
        }
        else
        {
            MakePresent(ref dice, into);
        }

        into.Paused = dice.Is(0.05);
        into.Daily = (50 + dice.Below(9_950)) * Yuan;
        into.Spent = into.Exhausted && dice.Is(0.5) ? into.Daily + dice.Below(into.Daily / 10) : dice.Below(into.Daily);
    }

    private void MakeEnded(ref Dice dice, Schedule into)
    {
        into.End = Moment(ref dice, -dice.Below(700));
        into.Start = into.End - ((7 + dice.Below(53)) * Truth.Day);
        into.Exhausted = false;
        DrawGrid(ref dice, into, EndedRestless);
    }

    private void MakeLater(ref Dice dice, Schedule into)
    {
        into.Start = Moment(ref dice, 1 + dice.Below(30));
        into.End = dice.Is(0.6) ? into.Start + ((7 + dice.Below(53)) * Truth.Day) : Truth.Never;
        into.Exhausted = false;
        DrawGrid(ref dice, into, EndedRestless);
    }

    private void MakePresent(ref Dice dice, Schedule into)
    {
        into.Start = dice.Is(0.03) ? Truth.Always : Moment(ref dice, -1 - dice.Below(180));
        into.End = dice.Is(0.6) ? Moment(ref dice, 1 + dice.Below(90)) : Truth.Never;
        into.Exhausted = dice.Is(0.04);
        DrawGrid(ref dice, into, options.Restless / WithinDates);
    }

    private static void DrawGrid(ref Dice dice, Schedule into, double restless)
    {
        double lot = dice.Share();
        into.HasGrid = lot < restless || !dice.Is(NoGrid);
        if (lot < restless)
        {
            Week.Draw(ref dice, into.GridToDraw);
        }
        else if (into.HasGrid)
        {
            Week.DrawAlways(into.GridToDraw);
        }
    }

    // Midnights, as people enter dates; one in ten has a time of day.
    private long Moment(ref Dice dice, long days) => _today + (days * Truth.Day) + (dice.Is(0.1) ? dice.Below(MinutesPerDay) * Minute : 0);
}
