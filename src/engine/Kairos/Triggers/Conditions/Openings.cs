using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Conditions;

/// <summary>The local times that a window and a calendar both leave open.</summary>
internal readonly struct Openings(WeeklyRanges? window, WorkCalendar? calendar) : ILocalRule
{
    // Behind the last date that a calendar names, both come again each week: what has not met within two never does.
    private const long TwoWeeks = 2 * WeeklyRanges.Week;

    public long AtOrAfter(long local)
    {
        long at = local;
        long last = calendar is null ? long.MaxValue : Math.Max(local, calendar.RepeatsFrom) + TwoWeeks;
        while (at <= last)
        {
            long opening = window is null ? at : window.AtOrAfter(at);
            if (calendar is null || opening == ILocalRule.Never)
            {
                return opening;
            }

            at = calendar.AtOrAfter(opening);
            if (at == opening || at == ILocalRule.Never || window is null)
            {
                return at;
            }
        }

        return ILocalRule.Never;
    }

    /// <summary>When the opening that a time lies in closes, not included; the far future where nothing closes it.</summary>
    internal long Closes(long local) => Math.Min(window?.Closes(local) ?? long.MaxValue, calendar?.Closes(local) ?? long.MaxValue);
}
