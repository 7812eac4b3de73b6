using Kairos.Laws.Tests.Cases;
using NodaTime;

namespace Kairos.Laws.Tests.Conditions;

/// <summary>Days of the week, with the text that names them.</summary>
/// <param name="Text">Empty for all.</param>
/// <param name="Days">From Sunday on.</param>
internal sealed record DaySet(string Text, bool[] Days)
{
    private static readonly string[] s_names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    internal static DaySet All { get; } = new("", [.. Enumerable.Repeat(true, 7)]);

    internal static DaySet Draw(Chance chance)
    {
        if (chance.Percent(30))
        {
            return All;
        }

        bool[] days = new bool[7];
        List<string> parts = [];
        for (int i = chance.Between(1, 2); i > 0; i--)
        {
            int from = chance.Below(7);
            int to = chance.Percent(40) ? from : chance.Below(7);
            parts.Add(from == to ? Name(chance, from) : $"{Name(chance, from)}-{Name(chance, to)}");
            for (int day = from; ; day = (day + 1) % 7)
            {
                days[day] = true;
                if (day == to)
                {
                    break;
                }
            }
        }

        return new DaySet(string.Join(',', parts), days);
    }

    internal bool Holds(LocalDate date) => Days[(int)date.DayOfWeek % 7];

    private static string Name(Chance chance, int day) => chance.Mixed(chance.Percent(70) ? s_names[day][..3] : s_names[day]);
}
