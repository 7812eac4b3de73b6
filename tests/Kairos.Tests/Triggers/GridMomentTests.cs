using Kairos.Time;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

public sealed class GridMomentTests
{
    [Theory]
    [InlineData("America/New_York", "2026-03-08T00:00:00Z")] // a gap
    [InlineData("America/New_York", "2026-11-01T00:00:00Z")] // an overlap
    [InlineData("Australia/Lord_Howe", "2026-04-04T00:00:00Z")] // half an hour
    [InlineData("Pacific/Apia", "2011-12-29T00:00:00Z")] // a day that is missing
    [InlineData("Asia/Kathmandu", "2026-06-01T00:00:00Z")] // no whole half hours from UTC
    [InlineData("UTC", "2026-06-01T00:00:00Z")]
    public void A_moment_says_of_every_grid_what_its_trigger_says(string zone, string from)
    {
        Random random = new(3);
        for (int minute = 0; minute < 3 * 24 * 60; minute += 5)
        {
            GridMoment moment = new(zone, At(from) + TimeSpan.FromMinutes(minute) - TimeSpan.FromMicroseconds(minute % 3));
            bool[] slots = [.. Enumerable.Range(0, 7 * new[] { 24, 48, 96 }[minute % 3]).Select(_ => random.Next(1 + (minute % 11)) == 0)];
            GridTrigger trigger = new(WeeklyGrid.Of(slots)) { Zone = zone };
            moment.IsOn(trigger.Grid).ShouldBe(trigger.IsOn(moment.At));
            moment.NextChange(trigger.Grid).ShouldBe(trigger.NextChange(moment.At)?.At, $"{zone} {moment.At} {trigger.Grid}");
        }
    }

    [Theory]
    [InlineData("Asia/Kathmandu", "2026-06-01T18:15:00Z", "2026-06-02T18:15:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z")] // 00:00 lies in a gap: the day begins at 01:00
    [InlineData("America/Sao_Paulo", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z")] // an hour before midnight comes twice
    [InlineData("Asia/Amman", "2021-10-28T21:00:00Z", "2021-10-29T22:00:00Z")] // 00:00 comes twice: a day begins once
    [InlineData("America/St_Johns", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z")] // so it does where the day before comes back for an hour
    [InlineData("Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")] // a missing day does not begin
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")]
    public void A_midnight_is_the_first_instant_of_a_day(string zone, string midnight, string next)
    {
        TimeSpan tick = TimeSpan.FromMicroseconds(1);
        for (Instant at = At(midnight); at < At(next); at += TimeSpan.FromMinutes(1))
        {
            GridMoment moment = new(zone, at);
            moment.LastMidnight.ShouldBe(At(midnight), $"at {at}");
            moment.NextMidnight.ShouldBe(At(next), $"at {at}");
        }

        new GridMoment(zone, At(midnight) - tick).NextMidnight.ShouldBe(At(midnight));
        GridMoment late = new(zone, At(next) - tick);
        late.NextMidnight.ShouldBe(At(next));
        late.HasMidnightAfter(At(midnight) - tick).ShouldBeTrue();
        late.HasMidnightAfter(At(midnight)).ShouldBeFalse();
    }

    [Fact]
    public void What_never_changes_has_no_next_change_and_time_has_an_end()
    {
        GridMoment last = new("UTC", Instant.Max);
        last.NextChange(WeeklyGrid.Parse("Mon 08:00-20:00")).ShouldBeNull();
        last.NextMidnight.ShouldBeNull();
        GridMoment first = new("Asia/Shanghai", Instant.Min);
        first.NextChange(WeeklyGrid.Parse("00:00-24:00")).ShouldBeNull();
        first.NextChange(default).ShouldBeNull();
        first.IsOn(default).ShouldBeFalse();
        first.LastMidnight.ShouldBe(Instant.Min);
    }

    [Fact]
    public void An_unknown_zone_and_an_instant_beyond_time_are_refused()
    {
        Should.Throw<ArgumentException>(() => new GridMoment("Mars/Olympus", new Instant(0))).Message.ShouldContain("Mars/Olympus");
        Should.Throw<ArgumentOutOfRangeException>(() => new GridMoment("UTC", new Instant(long.MinValue)));
        Should.Throw<ArgumentOutOfRangeException>(() => new GridMoment("UTC", Instant.Max + TimeSpan.FromMicroseconds(1)));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_moment_and_its_grids()
    {
        WeeklyGrid grid = WeeklyGrid.Parse("Mon-Fri 08:00-20:00");
        Instant first = At("2026-01-01T12:00:00Z");
        long Changes()
        {
            long sum = 0;
            for (int day = 0; day < 365; day++)
            {
                GridMoment moment = new("America/New_York", first + TimeSpan.FromDays(day));
                sum += moment.IsOn(grid) ? moment.NextChange(grid)!.Value.Micros / 365 : 0;
            }

            return sum;
        }

        // Once for the zone's spans, which are kept.
        Changes().ShouldNotBe(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long same = Changes();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (same, allocated).ShouldBe((Changes(), 0));
    }

    private static Instant At(string text) => Instant.TryParse(text, out Instant instant) ? instant : throw new ArgumentException($"'{text}' is no instant.", nameof(text));
}
