using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Conditions;

/// <summary>The local times that a window and a calendar both leave open.</summary>
internal readonly struct Openings(WeeklyRanges? window, WorkCalendar? calendar) : ILocalRule
{
    // Each step is to another day or session: some hundred years, after which the two are held never to meet.
    private const int MostSteps = 100_000;

    public long AtOrAfter(long local)
    {
        long at = local;
        for (int step = 0; step < MostSteps; step++)
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
