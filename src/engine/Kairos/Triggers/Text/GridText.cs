using Kairos.Triggers.Grids;

namespace Kairos.Triggers.Text;

/// <summary>The shorter text of a grid.</summary>
internal static class GridText
{
    /// <summary>Ranges where they are read back as the same grid, else its slots.</summary>
    internal static string Write(WeeklyGrid grid) => grid.ToRanges() is { } ranges && WeeklyGrid.Parse(ranges) == grid ? ranges : grid.ToString();
}
