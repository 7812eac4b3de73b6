namespace Kairos.Triggers.Words;

/// <summary>Days of the week from Monday, which is 1, to Sunday, which is 7.</summary>
internal static class DayNumbers
{
    private const int DaysOfWeek = 7;

    internal static int[] Of(Weekdays days) => [.. Enumerable.Range(1, DaysOfWeek).Where(day => ((int)days & (1 << (day % DaysOfWeek))) != 0)];
}
