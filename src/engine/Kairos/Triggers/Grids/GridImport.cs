using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kairos.Triggers.Grids;

/// <summary>Reads grids by a vendor's convention.</summary>
public static class GridImport
{
    private const int Slots = 7 * WeeklyGrid.HalfHours;

    /// <summary>Reads a grid, or says what can't be read. Characters 0 and 1 are read without allocation.</summary>
    /// <param name="text">As the vendor writes it; white space around it is none of it.</param>
    /// <param name="vendor">Whose convention.</param>
    /// <param name="grid">By our convention: all zeros are never.</param>
    /// <param name="fault">Names the remedy.</param>
    public static bool TryRead(ReadOnlySpan<char> text, GridVendor vendor, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        if (vendor == GridVendor.Kairos)
        {
            return WeeklyGrid.TryParse(text, out grid, out fault);
        }

        ReadOnlySpan<char> slots = text.Trim();
        if (slots.Length == Slots && !slots.ContainsAnyExcept('0', '1') && WeeklyGrid.TryParse(slots, out WeeklyGrid written, out fault))
        {
            return GridVendors.TryAdopt(vendor, written, out grid, out fault);
        }

        (grid, fault) = (default, FaultOf(text, slots, vendor));
        return false;
    }

    /// <summary>The same for UTF-8.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, GridVendor vendor, out WeeklyGrid grid, [NotNullWhen(false)] out TriggerFault? fault)
    {
        if (vendor == GridVendor.Kairos)
        {
            return WeeklyGrid.TryParse(utf8, out grid, out fault);
        }

        ReadOnlySpan<byte> slots = utf8.Trim(" \t\r\n"u8);
        return slots.Length == Slots && !slots.ContainsAnyExcept((byte)'0', (byte)'1') && WeeklyGrid.TryParse(slots, out WeeklyGrid written, out fault)
            ? GridVendors.TryAdopt(vendor, written, out grid, out fault)
            : TryRead(Encoding.UTF8.GetString(utf8).AsSpan(), vendor, out grid, out fault);
    }

    /// <summary>Reads a grid, or says what can't be read; and tells what is odd about it.</summary>
    public static bool TryRead(string text, GridVendor vendor, out WeeklyGrid grid, out IReadOnlyList<GridFinding> findings, [NotNullWhen(false)] out TriggerFault? fault)
    {
        bool isRead = TryRead(text.AsSpan(), vendor, out grid, out fault);
        findings = isRead ? GridLint.Look(text, vendor, grid) : [];
        return isRead;
    }

    private static TriggerFault FaultOf(ReadOnlySpan<char> text, ReadOnlySpan<char> slots, GridVendor vendor)
    {
        string expected = $"{GridVendors.Name(vendor)} writes {Slots} characters 0 and 1, a half hour each, Monday 00:00 first";
        int lead = text.Length - text.TrimStart().Length;
        int other = slots.IndexOfAnyExcept('0', '1');
        return slots.IsEmpty ? new TriggerFault("option", 0, $"The grid is empty: {expected}. Give no grid at all to what is shown always.")
            : other >= 0 ? new TriggerFault("option", lead + other, $"'{slots[other]}' at position {lead + other} is no slot: {expected}.")
            : new TriggerFault("option", lead + Math.Min(slots.Length, Slots), $"The grid has {slots.Length} characters: {expected}. {Remedy(slots.Length)}");
    }

    private static string Remedy(int length) => length switch
    {
        Slots / 2 => "These are hours: write each twice.",
        Slots * 2 => "These are quarters of an hour, which it does not know.",
        < Slots => $"{Slots - length} are missing: a spreadsheet drops zeros at the begin and cuts long numbers, so keep it as text.",
        _ => $"{length - Slots} are too many.",
    };
}
