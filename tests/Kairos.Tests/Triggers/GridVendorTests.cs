using System.Text;
using Kairos.Triggers;
using Kairos.Triggers.Grids;

namespace Kairos.Tests.Triggers;

public sealed class GridVendorTests
{
    private static readonly string s_zeros = new('0', 336);
    private static readonly string s_ones = new('1', 336);

    [Theory]
    [InlineData(GridVendor.Kairos)]
    [InlineData(GridVendor.Tencent)]
    [InlineData(GridVendor.OceanEngine)]
    public void Index_is_day_by_48_and_half_hour_from_Monday_at_all_of_them(GridVendor vendor)
    {
        // The vendors' own example: ones at 23 to 26 of a day are 11:30 to 13:30.
        string text = string.Concat(Enumerable.Range(0, 336).Select(static i => i / 48 == 2 && i % 48 is >= 23 and <= 26 ? '1' : '0'));
        GridImport.TryRead(text, vendor, out WeeklyGrid grid, out IReadOnlyList<GridFinding> findings, out _).ShouldBeTrue();
        grid.ToRanges().ShouldBe("Wed 11:30-13:30");
        findings.ShouldBeEmpty();
        GridExport.TryWrite(grid, vendor, out string? written, out _).ShouldBeTrue();
        written.ShouldBe(text);
        GridImport.TryRead(Encoding.UTF8.GetBytes(text), vendor, out WeeklyGrid read, out _).ShouldBeTrue();
        read.ShouldBe(grid);
    }

    [Fact]
    public void All_zeros_are_never_here_refused_at_one_vendor_and_always_at_the_other()
    {
        GridImport.TryRead(s_zeros, GridVendor.Kairos, out WeeklyGrid ours, out IReadOnlyList<GridFinding> findings, out _).ShouldBeTrue();
        ours.ShouldBe(default);
        findings.Select(finding => finding.Kind).ShouldBe([GridFindingKind.NeverOn]);

        GridImport.TryRead(s_zeros, GridVendor.Tencent, out _, out findings, out TriggerFault? fault).ShouldBeFalse();
        fault!.Message.ShouldBe("Tencent refuses a week of zeros: write 336 ones where it is always on, and pause what is never to be shown.");
        findings.ShouldBeEmpty();

        GridImport.TryRead(s_zeros, GridVendor.OceanEngine, out WeeklyGrid theirs, out findings, out _).ShouldBeTrue();
        theirs.ToString().ShouldBe(s_ones);
        findings.ShouldHaveSingleItem().Kind.ShouldBe(GridFindingKind.ZerosMeanAlways);
    }

    [Theory]
    [InlineData(GridVendor.Kairos)]
    [InlineData(GridVendor.Tencent)]
    [InlineData(GridVendor.OceanEngine)]
    public void All_ones_are_always_at_all_of_them_and_need_no_grid(GridVendor vendor)
    {
        GridImport.TryRead(s_ones, vendor, out WeeklyGrid grid, out IReadOnlyList<GridFinding> findings, out _).ShouldBeTrue();
        grid.IsConstant.ShouldBeTrue();
        findings.ShouldHaveSingleItem().Kind.ShouldBe(GridFindingKind.AlwaysOn);
        GridExport.TryWrite(grid, vendor, out string? text, out _).ShouldBeTrue();
        text.ShouldBe(s_ones);
    }

    [Theory]
    [InlineData("", 0, "is empty")]
    [InlineData("0101x", 4, "'x' at position 4")]
    [InlineData("  01 1", 4, "' ' at position 4")]
    [InlineData("Mon-Fri 08:00-20:00", 0, "'M' at position 0")]
    public void What_a_vendor_never_writes_is_refused_with_its_place(string text, int position, string message)
    {
        foreach (GridVendor vendor in (GridVendor[])[GridVendor.Tencent, GridVendor.OceanEngine])
        {
            GridImport.TryRead(text, vendor, out WeeklyGrid _, out TriggerFault? fault).ShouldBeFalse();
            fault!.Position.ShouldBe(position);
            fault.Message.ShouldContain(message);
            fault.Message.ShouldContain($"{GridVendors.Name(vendor)} writes 336 characters");
            GridImport.TryRead(Encoding.UTF8.GetBytes(text), vendor, out _, out TriggerFault? sameFault).ShouldBeFalse();
            sameFault.ShouldBe(fault);
        }
    }

    [Theory]
    [InlineData(168, "write each twice")]
    [InlineData(672, "which it does not know")]
    [InlineData(335, "1 are missing: a spreadsheet drops zeros")]
    [InlineData(337, "1 are too many")]
    public void A_wrong_length_is_told_with_its_likely_cause(int length, string remedy)
    {
        GridImport.TryRead(new string('1', length), GridVendor.Tencent, out WeeklyGrid _, out TriggerFault? fault).ShouldBeFalse();
        fault!.Message.ShouldContain($"has {length} characters");
        fault.Message.ShouldContain(remedy);
    }

    [Fact]
    public void Blanks_and_slots_that_stand_alone_are_told()
    {
        GridImport.TryRead($"{Grid("Mon 11:30-12:00; Tue 08:00-10:00; Tue 10:30-12:00; Sun 23:30-24:00")} \n", GridVendor.Tencent, out WeeklyGrid _, out IReadOnlyList<GridFinding> findings, out _).ShouldBeTrue();
        findings.Select(static finding => (finding.Kind, finding.Slot)).ShouldBe([(GridFindingKind.Blanks, null), (GridFindingKind.LoneSlot, 23), (GridFindingKind.LoneGap, 48 + 20)]);
        findings[1].Message.ShouldBe("Mon 11:30 to Mon 12:00 is on alone between slots that are off, and 1 more: is it meant?");
        findings[2].Message.ShouldBe("Tue 10:00 to Tue 10:30 is off alone between slots that are on: is it meant?");

        // An hour alone is long enough to be meant.
        GridImport.TryRead(string.Concat(Enumerable.Range(0, 168).Select(static i => i == 12 ? '1' : '0')), GridVendor.Kairos, out WeeklyGrid _, out findings, out _).ShouldBeTrue();
        findings.ShouldBeEmpty();
    }

    [Fact]
    public void Hours_are_widened_and_quarters_are_refused_where_they_part_a_half_hour()
    {
        WeeklyGrid hours = WeeklyGrid.Parse(string.Concat(Enumerable.Range(0, 168).Select(static i => i == 25 ? '1' : '0')));
        GridExport.TryWrite(hours, GridVendor.Tencent, out string? text, out _).ShouldBeTrue();
        text.ShouldBe(Grid("Tue 01:00-02:00"));

        WeeklyGrid quarters = WeeklyGrid.Parse("Tue 00:15-00:45");
        GridExport.TryWrite(quarters, GridVendor.Tencent, out text, out TriggerFault? fault).ShouldBeFalse();
        text.ShouldBeNull();
        fault!.Message.ShouldBe("The grid changes at Tue 00:15, and tencent knows half hours only: move that change to the full or half hour.");
        GridExport.TryWrite(quarters, GridVendor.Kairos, out text, out _).ShouldBeTrue();
        text.ShouldBe(quarters.ToString());

        WeeklyGrid whole = WeeklyGrid.Parse(string.Concat(Enumerable.Range(0, 672).Select(static i => i is 2 or 3 ? '1' : '0')));
        GridExport.TryWrite(whole, GridVendor.OceanEngine, out text, out _).ShouldBeTrue();
        text.ShouldBe(Grid("Mon 00:30-01:00"));
    }

    [Theory]
    [InlineData(GridVendor.Tencent)]
    [InlineData(GridVendor.OceanEngine)]
    public void Never_is_what_no_vendor_can_say(GridVendor vendor)
    {
        GridExport.TryWrite(default, vendor, out _, out TriggerFault? fault).ShouldBeFalse();
        fault!.Message.ShouldContain("pause the ad there instead");
        GridExport.TryWrite(default, GridVendor.Kairos, out string? text, out _).ShouldBeTrue();
        text.ShouldBe(s_zeros);
    }

    [Fact]
    public void Vendors_have_names()
    {
        foreach (GridVendor vendor in Enum.GetValues<GridVendor>())
        {
            GridVendors.TryFind(GridVendors.Name(vendor), out GridVendor found, out _).ShouldBeTrue();
            found.ShouldBe(vendor);
        }

        GridVendors.TryFind(null, out GridVendor ours, out _).ShouldBeTrue();
        ours.ShouldBe(GridVendor.Kairos);
        GridVendors.TryFind("Tencent", out _, out TriggerFault? fault).ShouldBeFalse();
        fault!.Message.ShouldBe("The vendor 'Tencent' is unknown: use tencent, oceanengine, or kairos (which is what no name means).");
    }

    private static string Grid(string ranges) => WeeklyGrid.Parse(ranges).ToString();
}
