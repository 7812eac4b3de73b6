using System.Globalization;

namespace Kairos.Triggers.Grids;

/// <summary>Looks at grids that can be read for what was likely not meant.</summary>
internal static class GridLint
{
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>What is odd about a text and the grid that was read of it; empty when nothing is.</summary>
    internal static IReadOnlyList<GridFinding> Look(string text, GridVendor vendor, in WeeklyGrid grid)
    {
        List<GridFinding> findings = [];
        ReadOnlySpan<char> slots = text.AsSpan().Trim();
        if (slots.Length < text.Length)
        {
            findings.Add(new GridFinding(GridFindingKind.Blanks, null, $"{text.Length - slots.Length} characters of white space around the grid were left out: trim them where they are stored."));
        }

        if (grid.IsConstant)
        {
            findings.Add(Constant(slots, vendor, grid));
            return findings;
        }

        // An hour alone is long enough to be meant.
        if (grid.SlotsPerDay >= WeeklyGrid.HalfHours)
        {
            AddLone(findings, grid, on: true);
            AddLone(findings, grid, on: false);
        }

        return findings;
    }

    /// <summary>The begin of a slot, <c>Wed 11:30</c>.</summary>
    internal static string Time(in WeeklyGrid grid, int slot)
    {
        int minutes = slot % grid.SlotsPerDay * (24 * 60 / grid.SlotsPerDay);
        return string.Create(CultureInfo.InvariantCulture, $"{s_days[slot / grid.SlotsPerDay % 7]} {minutes / 60:00}:{minutes % 60:00}");
    }

    private static GridFinding Constant(ReadOnlySpan<char> slots, GridVendor vendor, in WeeklyGrid grid) => grid switch
    {
        _ when vendor == GridVendor.OceanEngine && slots[0] == '0' => new GridFinding(GridFindingKind.ZerosMeanAlways, null, "All zeros are always on at Ocean Engine: read as all ones. Where it was to be never on, pause it instead."),
        _ when grid[0] => new GridFinding(GridFindingKind.AlwaysOn, null, "It is on in all slots: no grid at all says the same."),
        _ => new GridFinding(GridFindingKind.NeverOn, null, "It is on in no slot: if it is meant to rest, a pause says so."),
    };

    // One finding for all of a kind: a grid of every other slot has 168 of them.
    private static void AddLone(List<GridFinding> findings, in WeeklyGrid grid, bool on)
    {
        int first = -1;
        int count = 0;
        for (int slot = 0; slot < grid.Length; slot++)
        {
            if (grid[slot] == on && grid[(slot + 1) % grid.Length] != on && grid[(slot + grid.Length - 1) % grid.Length] != on)
            {
                first = first < 0 ? slot : first;
                count++;
            }
        }

        if (count > 0)
        {
            string others = count == 1 ? "" : $", and {count - 1} more";
            findings.Add(new GridFinding(
                on ? GridFindingKind.LoneSlot : GridFindingKind.LoneGap,
                first,
                $"{Time(grid, first)} to {Time(grid, first + 1)} is {(on ? "on alone between slots that are off" : "off alone between slots that are on")}{others}: is it meant?"));
        }
    }
}
