using System.Text;
using AdPlatform.Layout;
using AdPlatform.Schedules;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tests.Sample;

/// <summary>The yardstick itself is held against the time zone data and the engine's grids.</summary>
public sealed class TruthTests
{
    private static readonly TimeZoneInfo s_shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Slots_are_those_of_the_local_time_and_the_next_change_is_the_first_that_differs()
    {
        byte[] week = new byte[Week.Slots];
        for (int seed = 0; seed < 200; seed++)
        {
            Dice dice = new(seed, 0);
            Week.Draw(ref dice, week);
            WeeklyGrid grid = WeeklyGrid.Parse(Encoding.ASCII.GetString(week));
            long now = ScheduleMaker.Micros(s_monday.AddSeconds(dice.Below(7 * 86_400)));

            bool isOn = grid[SlotOf(now)];
            (Truth.Bits(week, Truth.Always, Truth.Never, now) == 0).ShouldBe(isOn);
            long next = Truth.NextChange(week, Truth.Always, Truth.Never, exhausted: false, now);
            grid[SlotOf(next)].ShouldBe(!isOn);
            for (long between = now; between < next; between += Truth.HalfHour)
            {
                grid[SlotOf(between)].ShouldBe(isOn);
            }

            grid[SlotOf(next - 1)].ShouldBe(isOn);
        }
    }

    [Fact]
    public void Dates_are_half_open_and_come_before_slots()
    {
        byte[] never = new byte[Week.Slots];
        never.AsSpan().Fill((byte)'0');
        (long start, long end) = (ScheduleMaker.Micros(s_monday), ScheduleMaker.Micros(s_monday.AddDays(3)));

        Truth.Bits(never, start, end, start - 1).ShouldBe(Truth.NotStarted);
        Truth.Bits(never, start, end, start).ShouldBe(Truth.OutsideSlots);
        Truth.Bits(never, start, end, end - 1).ShouldBe(Truth.OutsideSlots);
        Truth.Bits(never, start, end, end).ShouldBe(Truth.Ended);
        Truth.Bits([], start, end, start).ShouldBe(0);
        Truth.NextChange(never, start, end, exhausted: false, start - 1).ShouldBe(start);
        Truth.NextChange(never, start, end, exhausted: false, start).ShouldBe(end);
        Truth.NextChange(never, start, end, exhausted: true, end).ShouldBe(Truth.Never);
    }

    [Fact]
    public void An_exhausted_budget_opens_at_midnight_in_Shanghai_if_there_is_money_again()
    {
        long evening = ScheduleMaker.Micros(s_monday.AddHours(20));
        long midnight = ScheduleMaker.Micros(s_monday.AddDays(1));

        Truth.NextChange([], Truth.Always, Truth.Never, exhausted: true, evening).ShouldBe(midnight);
        Truth.Released(evening, midnight - 1, daily: 2, spent: 1).ShouldBeFalse();
        Truth.Released(evening, midnight, daily: 2, spent: 1).ShouldBeTrue();
        Truth.Released(evening, midnight, daily: 2, spent: 2).ShouldBeFalse();
        Truth.Released(midnight, midnight + 1, daily: 2, spent: 1).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Coefficients_say_the_same_as_slots(int raise)
    {
        Span<byte> week = new byte[Week.Slots];
        Span<byte> read = new byte[Week.Slots];
        byte[] json = new byte[Coefficients.Longest];
        for (int seed = 0; seed < 50; seed++)
        {
            Dice dice = new(seed, 1);
            Week.Draw(ref dice, week);

            Coefficients.Read(json.AsSpan(0, Coefficients.Write(week, raise, json)), read);

            read.SequenceEqual(week).ShouldBeTrue();
        }
    }

    [Fact]
    public void Coefficients_of_another_number_are_refused() =>
        Should.Throw<FormatException>(static () => Coefficients.Read("[1, 0, 1]"u8, new byte[Week.Slots])).Message.ShouldContain("there must be 336");

    private static int SlotOf(long micros)
    {
        DateTime local = TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond), s_shanghai);
        return ((((int)local.DayOfWeek + 6) % 7) * 48) + (int)(local.TimeOfDay / TimeSpan.FromMinutes(30));
    }
}
