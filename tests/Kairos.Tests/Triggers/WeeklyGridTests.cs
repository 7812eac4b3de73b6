using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

public sealed class WeeklyGridTests
{
    private static readonly string[] s_zones = ["UTC", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/New_York", "Africa/Casablanca", "Asia/Amman"];

    [Fact]
    public void A_grid_is_read_and_written_as_characters_Monday_midnight_first()
    {
        string text = string.Concat(Enumerable.Range(0, 336).Select(static i => i % 48 is >= 23 and <= 26 ? '1' : '0'));
        WeeklyGrid grid = WeeklyGrid.Parse(text);
        grid.ToString().ShouldBe(text);
        grid.ToRanges().ShouldBe("11:30-13:30");
        WeeklyGrid.Parse("11:30-13:30").ShouldBe(grid);
        grid[23].ShouldBeTrue();
        grid[22].ShouldBeFalse();
        grid[(6 * 48) + 26].ShouldBeTrue();
    }

    [Theory]
    [InlineData("Mon-Fri 08:00-20:00; Sat 10:00-24:00", 48)]
    [InlineData("Mon 22:00-06:00", 48)]
    [InlineData("Sun 22:00-06:00", 48)]
    [InlineData("Tue 00:15-00:45", 96)]
    [InlineData("00:00-24:00", 48)]
    [InlineData("Fri 18:00-24:00; Sat,Sun 00:00-24:00; Mon 00:00-06:00", 48)]
    public void Ranges_come_back_as_they_were(string ranges, int slotsPerDay)
    {
        WeeklyGrid grid = WeeklyGrid.Parse(ranges);
        grid.SlotsPerDay.ShouldBe(slotsPerDay);
        WeeklyGrid.Parse(grid.ToRanges()!).ShouldBe(grid);
        WeeklyGrid.Parse(grid.ToString()).ShouldBe(grid);
    }

    [Fact]
    public void Never_on_and_always_on_never_change()
    {
        WeeklyGrid.Parse(new string('0', 336)).ToRanges().ShouldBeNull();
        new GridTrigger(WeeklyGrid.Parse(new string('0', 168))).NextChange(new Instant(0)).ShouldBeNull();
        new GridTrigger(WeeklyGrid.Parse(new string('1', 672))).Next(new Instant(0)).ShouldBeNull();
        default(WeeklyGrid).ShouldBe(WeeklyGrid.Parse(new string('0', 336)));
    }

    [Fact]
    public void The_next_change_is_the_one_that_a_walk_slot_by_slot_finds()
    {
        Random random = new(11);
        for (int round = 0; round < 300; round++)
        {
            bool[] slots = [.. Enumerable.Range(0, 7 * new[] { 24, 48, 96 }[round % 3]).Select(_ => random.Next(1 + (round % 17)) == 0)];
            WeeklyGrid grid = WeeklyGrid.Of(slots);
            for (int slot = 0; slot < slots.Length; slot++)
            {
                int expected = Enumerable.Range(slot + 1, slots.Length - 1).Select(i => i % slots.Length).Cast<int?>().FirstOrDefault(i => slots[i!.Value] != slots[slot]) ?? -1;
                grid.NextChange(slot).ShouldBe(expected);
            }
        }
    }

    [Fact]
    public void Every_change_is_found_and_nothing_else_in_all_zones_around_their_changes()
    {
        // A quarter of an hour is the finest slot, and no offset here is finer: states sampled at each tell all changes.
        TimeSpan step = TimeSpan.FromMinutes(15);
        Random random = new(5);
        foreach (string zone in s_zones)
        {
            foreach (string from in (string[])["2026-03-05T00:00:00Z", "2026-10-20T00:00:00Z", "2011-12-28T00:00:00Z", "2014-10-29T00:00:00Z", "2026-04-01T00:00:00Z"])
            {
                Instant.TryParse(from, out Instant begin).ShouldBeTrue();
                int length = 7 * new[] { 24, 48, 96 }[random.Next(3)];
                GridTrigger trigger = new(WeeklyGrid.Of([.. Enumerable.Range(0, length).Select(_ => random.Next(3) == 0)])) { Zone = zone };
                Instant? expected = null;
                Instant asked = begin;
                TimeZoneInfo system = LocalTimes.Zone(zone);
                for (Instant at = begin; at < begin + TimeSpan.FromDays(14); at += step)
                {
                    bool on = IsOn(trigger.Grid, system, at);
                    trigger.IsOn(at).ShouldBe(on);
                    if (on != IsOn(trigger.Grid, system, at - step) && at > begin)
                    {
                        expected = trigger.NextChange(asked)!.Value.At;
                        expected.ShouldBe(at, $"{zone} {trigger.Grid.ToRanges()} after {asked}");
                        trigger.NextChange(asked)!.Value.On.ShouldBe(on);
                        asked = at;
                    }
                }

                expected.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void A_slot_in_a_gap_vanishes_and_one_in_an_overlap_lasts_twice()
    {
        GridTrigger trigger = new(WeeklyGrid.Parse("Sun 02:00-03:00; Sun 01:00-01:30")) { Zone = "America/New_York" };
        Changes(trigger, "2026-03-08T00:00:00Z", 2).ShouldBe(["2026-03-08T06:00:00.000000Z on", "2026-03-08T06:30:00.000000Z off"]);
        Changes(trigger, "2026-03-08T06:30:00Z", 1).ShouldBe(["2026-03-15T05:00:00.000000Z on"]);
        Changes(trigger, "2026-11-01T00:00:00Z", 6).ShouldBe(
        [
            "2026-11-01T05:00:00.000000Z on", "2026-11-01T05:30:00.000000Z off",
            "2026-11-01T06:00:00.000000Z on", "2026-11-01T06:30:00.000000Z off",
            "2026-11-01T07:00:00.000000Z on", "2026-11-01T08:00:00.000000Z off",
        ]);
    }

    private static List<string> Changes(GridTrigger trigger, string from, int count)
    {
        Instant.TryParse(from, out Instant after).ShouldBeTrue();
        List<string> changes = [];
        for (int i = 0; i < count; i++)
        {
            GridChange change = trigger.NextChange(after)!.Value;
            changes.Add($"{change.At} {(change.On ? "on" : "off")}");
            after = change.At;
        }

        return changes;
    }

    private static bool IsOn(WeeklyGrid grid, TimeZoneInfo zone, Instant at)
    {
        DateTime utc = at.ToDateTimeOffset().UtcDateTime;
        DateTime local = utc + zone.GetUtcOffset(utc);
        int day = ((int)local.DayOfWeek + 6) % 7;
        return grid[(day * grid.SlotsPerDay) + (int)(local.TimeOfDay.Ticks / (TimeSpan.TicksPerDay / grid.SlotsPerDay))];
    }
}
