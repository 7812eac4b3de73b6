using System.Globalization;
using AdPlatform.Schedules;

namespace Kairos.Bench.States;

/// <summary>A kind of rows that have slots: which they are, and where their schedule is.</summary>
/// <param name="Type">As the status table names it.</param>
/// <param name="Channels">The media whose slots are on it.</param>
/// <param name="Table">Of its schedules, as <c>u</c> in the statements.</param>
/// <param name="Grid">The column of its week there.</param>
internal sealed record SlotKind(string Type, IReadOnlyList<int> Channels, string Table, string Grid)
{
    internal static readonly SlotKind Units = new("unit", [1], "ad_unit", "time_series");
    internal static readonly SlotKind Plans = new("plan", [2, 3, 4, 5], "ad_plan", "time_range_price_coef");
    internal static readonly IReadOnlyList<SlotKind> All = [Units, Plans];

    /// <summary>Its rows of status, <c>s</c>.</summary>
    internal string Filter => string.Create(CultureInfo.InvariantCulture, $"s.type = '{Type}' and s.channel between {Channels[0]} and {Channels[^1]}");

    /// <summary>The bits of a row but the budget's. Instants are microseconds since 1970 UTC.</summary>
    internal int BitsOf(byte[]? grid, long start, long end, long now)
    {
        Span<byte> week = stackalloc byte[Week.Slots];
        return Truth.Bits(WeekOf(grid, week), start, end, now);
    }

    /// <summary>When a row next changes.</summary>
    internal long NextOf(byte[]? grid, long start, long end, bool exhausted, long now)
    {
        Span<byte> week = stackalloc byte[Week.Slots];
        return Truth.NextChange(WeekOf(grid, week), start, end, exhausted, now);
    }

    // The 336 characters, and none where there is no grid.
    private ReadOnlySpan<byte> WeekOf(byte[]? grid, Span<byte> week)
    {
        if (grid is null || Grid == Units.Grid)
        {
            return grid;
        }

        Coefficients.Read(grid, week);
        return week;
    }
}
