using System.Globalization;
using Kairos.Laws.Tests.Cases;
using NodaTime;

namespace Kairos.Laws.Tests.Conditions;

/// <summary>A calendar as a structure: days of the week, dates taken out and put in, sessions.</summary>
/// <param name="Days">Null for none but the dates put in.</param>
/// <param name="Sessions">Empty for whole days.</param>
/// <param name="TakenOut">Dates that do not count.</param>
/// <param name="PutIn">Dates that do, with sessions of their own or those of every day.</param>
internal sealed record CalendarSpec(DaySet? Days, RangeSpec[] Sessions, HashSet<LocalDate> TakenOut, Dictionary<LocalDate, RangeSpec[]> PutIn)
{
    private static readonly RangeSpec[] s_wholeDay = [new(0, RangeSpec.Day)];

    internal IEnumerable<int> Boundaries => Sessions.Concat(PutIn.Values.SelectMany(sessions => sessions)).Select(range => range.From);

    internal string Text
    {
        get
        {
            List<string> parts = [$"{(Days is null ? "no days" : Days.Text.Length > 0 ? Days.Text : "Mon-Sun")} {string.Join(',', Sessions)}".Trim()];
            if (TakenOut.Count > 0)
            {
                parts.Add("not " + string.Join(",", TakenOut.Select(Date)));
            }

            if (PutIn.Count > 0)
            {
                parts.Add("also " + string.Join(", ", PutIn.Select(day => $"{Date(day.Key)} {string.Join(',', day.Value)}".Trim())));
            }

            return string.Join("; ", parts);
        }
    }

    internal static CalendarSpec Draw(Chance chance, LocalDate near)
    {
        HashSet<LocalDate> takenOut = [.. Dates(chance, near)];
        Dictionary<LocalDate, RangeSpec[]> putIn = [];
        bool noDays = chance.Percent(10);
        foreach (LocalDate date in Dates(chance, near).Append(near.PlusDays(noDays ? chance.Below(9) : 40)))
        {
            if (!takenOut.Contains(date))
            {
                putIn[date] = chance.Percent(50) ? [] : RangeSpec.Several(chance);
            }
        }

        return new CalendarSpec(noDays && putIn.Count > 0 ? null : DaySet.Draw(chance), chance.Percent(30) ? [] : RangeSpec.Several(chance), takenOut, putIn);
    }

    internal bool IsOpen(LocalDate date, long micros) =>
        SessionsOf(date).Any(session => session.HoldsToday(micros)) || SessionsOf(date.PlusDays(-1)).Any(session => session.HoldsFromYesterday(micros));

    private RangeSpec[] SessionsOf(LocalDate date) =>
        PutIn.TryGetValue(date, out RangeSpec[]? own) ? own.Length > 0 ? own : OfEveryDay
        : Days?.Holds(date) == true && !TakenOut.Contains(date) ? OfEveryDay
        : [];

    private RangeSpec[] OfEveryDay => Sessions.Length > 0 ? Sessions : s_wholeDay;

    private static LocalDate[] Dates(Chance chance, LocalDate near) =>
        [.. Enumerable.Range(0, chance.Below(4)).Select(_ => near.PlusDays(chance.Between(-3, 12))).Distinct()];

    private static string Date(LocalDate date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
