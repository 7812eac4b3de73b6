using System.Diagnostics.CodeAnalysis;

namespace Kairos.Triggers.Grids;

/// <summary>Names of the conventions, and what they make of a grid.</summary>
public static class GridVendors
{
    private const string Names = "tencent, oceanengine, or kairos (which is what no name means)";

    /// <summary>The convention of a name; null is ours.</summary>
    public static bool TryFind(string? name, out GridVendor vendor, [NotNullWhen(false)] out TriggerFault? fault)
    {
        (vendor, fault) = name switch
        {
            null or "kairos" => (GridVendor.Kairos, null),
            "tencent" => (GridVendor.Tencent, null),
            "oceanengine" => (GridVendor.OceanEngine, null),
            _ => (GridVendor.Kairos, new TriggerFault("option", 0, $"The vendor '{name}' is unknown: use {Names}.")),
        };
        return fault is null;
    }

    /// <summary>Its name.</summary>
    public static string Name(GridVendor vendor) => vendor switch
    {
        GridVendor.Kairos => "kairos",
        GridVendor.Tencent => "tencent",
        GridVendor.OceanEngine => "oceanengine",
        _ => throw new ArgumentOutOfRangeException(nameof(vendor), vendor, $"Use {Names}."),
    };

    /// <summary>What a grid that was written by a vendor's convention means by ours. Nothing is allocated.</summary>
    /// <remarks>However it was written: as slots, coefficients or ranges.</remarks>
    public static bool TryAdopt(GridVendor vendor, in WeeklyGrid written, out WeeklyGrid meant, [NotNullWhen(false)] out TriggerFault? fault)
    {
        (meant, fault) = (written, null);
        if (vendor == GridVendor.Kairos || !written.IsConstant || written[0])
        {
            return true;
        }

        if (vendor == GridVendor.OceanEngine)
        {
            meant = Always(written.SlotsPerDay);
            return true;
        }

        fault = new TriggerFault("option", 0, "Tencent refuses a week of zeros: write 336 ones where it is always on, and pause what is never to be shown.");
        return false;
    }

    private static WeeklyGrid Always(int slotsPerDay)
    {
        Span<bool> slots = stackalloc bool[7 * slotsPerDay];
        slots.Fill(true);
        return WeeklyGrid.Of(slots);
    }
}
