using System.Diagnostics.CodeAnalysis;

namespace Kairos.Triggers.Grids;

/// <summary>Writes grids by a vendor's convention.</summary>
public static class GridExport
{
    /// <summary>Writes a grid, or says why the vendor's form has no words for it.</summary>
    /// <remarks>Vendors know half hours only: hours are widened, quarters of an hour are written where they make whole half hours.</remarks>
    public static bool TryWrite(in WeeklyGrid grid, GridVendor vendor, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out TriggerFault? fault)
    {
        (text, fault) = (null, null);
        if (vendor == GridVendor.Kairos)
        {
            text = grid.ToString();
            return true;
        }

        string name = GridVendors.Name(vendor);
        if (!grid.TryToHalfHours(out WeeklyGrid halves))
        {
            fault = new TriggerFault("option", 0, $"The grid changes at {GridLint.Time(grid, SplitSlot(grid))}, and {name} knows half hours only: move that change to the full or half hour.");
        }
        else if (halves.IsConstant && !halves[0])
        {
            fault = new TriggerFault("option", 0, vendor == GridVendor.Tencent
                ? "The grid is never on, which Tencent refuses: pause the ad there instead."
                : "The grid is never on, and a week of zeros is always on at Ocean Engine: pause the ad there instead.");
        }
        else
        {
            text = halves.ToString();
        }

        return fault is null;
    }

    // The second quarter of the first half hour that is not the same throughout.
    private static int SplitSlot(in WeeklyGrid grid)
    {
        int slot = 1;
        while (grid[slot] == grid[slot - 1])
        {
            slot += 2;
        }

        return slot;
    }
}
