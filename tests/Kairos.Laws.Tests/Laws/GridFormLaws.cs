using System.Globalization;
using System.Text;
using Kairos.Laws.Tests.Cases;
using Kairos.Triggers.Grids;
using static Kairos.Laws.Tests.Laws.StoredLaws;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of the forms of a grid: each is read back as the same, by whichever way, and by a vendor's convention as what it means there.</summary>
internal static class GridFormLaws
{
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] s_on = ["1", "0.5", "\"1.25\"", "3e2", "1e-9"];
    private static readonly string[] s_off = ["0", "0.0", "\"0\"", "0e7", "-0"];

    internal static void Check(Chance chance, bool[] slots, in WeeklyGrid grid)
    {
        string text = grid.ToString();
        Require(text == string.Concat(slots.Select(on => on ? '1' : '0')), $"it is written as {text}");
        Require(WeeklyGrid.TryParse(Encoding.UTF8.GetBytes(text), out WeeklyGrid read, out _) && read == grid, "as UTF-8 it is read as another");
        Require(WeeklyGrid.Parse($" {text}\n") == grid, "as text it is read as another");
        string json = Coefficients(chance, slots);
        Require(CoefficientReader.TryRead(Encoding.UTF8.GetBytes(json), out read, out _) && read == grid, $"as coefficients it is read as another: {json}");
        Vendors(grid);
    }

    private static void Vendors(WeeklyGrid grid)
    {
        foreach (GridVendor vendor in (GridVendor[])[GridVendor.Kairos, GridVendor.Tencent, GridVendor.OceanEngine])
        {
            bool fits = vendor == GridVendor.Kairos || grid.TryToHalfHours(out _);
            bool isNever = grid.IsConstant && !grid[0];
            bool isWritten = GridExport.TryWrite(grid, vendor, out string? text, out _);
            Require(isWritten == (vendor == GridVendor.Kairos || (fits && !isNever)), $"for {vendor} it is {(isWritten ? "" : "not ")}written");
            if (isWritten)
            {
                Require(GridImport.TryRead(text, vendor, out WeeklyGrid read, out _), $"{vendor} refuses its own");
                Require(vendor == GridVendor.Kairos ? read == grid : grid.TryToHalfHours(out WeeklyGrid halves) && read == halves, $"{vendor} reads another");
            }
        }
    }

    private static string Coefficients(Chance chance, bool[] slots)
    {
        int perDay = slots.Length / 7;
        string[] numbers = [.. slots.Select(on => chance.Pick(on ? s_on : s_off))];
        string[] days = [.. numbers.Chunk(perDay).Select(day => $"[{string.Join(',', day)}]")];
        bool byNumber = chance.Percent(50);
        return chance.Below(3) switch
        {
            0 => $"[{string.Join(", ", numbers)}]",
            1 => $"[{string.Join(',', days)}]",
            _ => $"{{{string.Join(',', days.Select((day, i) => $"\"{(byNumber ? (i + 1).ToString(CultureInfo.InvariantCulture) : chance.Mixed(s_days[i]))}\":{day}").OrderBy(_ => chance.Bits()))}}}",
        };
    }
}
