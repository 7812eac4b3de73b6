using Kairos.Nodes;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

public sealed class StoreClockTests
{
    private static readonly Instant s_start = new(1_000_000_000_000);
    private readonly StoreClock _clock = new();

    [Fact]
    public void Nothing_is_known_before_the_first_sample()
    {
        _clock.IsKnown.ShouldBeFalse();
        _clock.Lowest(s_start).ShouldBeNull();
        _clock.Highest(s_start).ShouldBeNull();
    }

    [Fact]
    public void A_sample_bounds_the_clock_by_its_round_trip()
    {
        _clock.Learn(s_start, s_start + TimeSpan.FromSeconds(5), After(300));

        _clock.Lowest(After(300)).ShouldBe(s_start + TimeSpan.FromSeconds(5) + TimeSpan.FromMicroseconds(-1 - 1));
        _clock.Highest(After(300)).ShouldBe(s_start + TimeSpan.FromSeconds(5) + TimeSpan.FromMicroseconds(300 + 1 + 1));
    }

    [Fact]
    public void A_slow_round_trip_does_not_widen_a_good_estimate()
    {
        Ask(After(0), TimeSpan.FromMicroseconds(100), 0.5, TimeSpan.Zero);
        TimeSpan before = Width(After(1_000_000));
        Ask(After(1_000_000), TimeSpan.FromSeconds(1), 0.5, TimeSpan.Zero);

        Width(After(2_000_000)).ShouldBeLessThanOrEqualTo(before + TimeSpan.FromMicroseconds(2 * 101));
    }

    [Fact]
    public void Between_samples_the_bounds_part_by_100_ppm_each()
    {
        Ask(After(0), TimeSpan.Zero, 0, TimeSpan.Zero);
        (Width(After(10_000_000)) - Width(After(0))).ShouldBe(TimeSpan.FromMicroseconds(2_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_true_clock_always_lies_between_the_bounds_whatever_the_ways_take_and_however_it_drifts(int seed)
    {
        Random random = new(seed);
        TimeSpan offset = TimeSpan.FromMilliseconds(random.Next(-10_000, 10_000));
        Instant steady = s_start;
        for (int i = 0; i < 5_000; i++)
        {
            // Below 100 ppm, as two quartz clocks part; rounded towards zero, so never above.
            TimeSpan gap = TimeSpan.FromMicroseconds(random.Next(1, 3_000_000));
            offset += TimeSpan.FromMicroseconds((long)(gap.TotalMicroseconds * 100e-6 * ((random.NextDouble() * 2) - 1)));
            steady += gap;
            TimeSpan roundTrip = TimeSpan.FromMicroseconds(Math.Exp(random.NextDouble() * 14));
            Ask(steady, roundTrip, random.NextDouble(), offset);
            steady += roundTrip;

            _clock.Lowest(steady)!.Value.ShouldBeLessThanOrEqualTo(steady + offset);
            _clock.Highest(steady)!.Value.ShouldBeGreaterThanOrEqualTo(steady + offset);
        }

        _clock.Stepped.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void After_a_step_either_way_the_next_sample_is_never_ahead_of_the_clock_and_the_steps_add_up(int seed)
    {
        Random random = new(seed);
        TimeSpan offset = TimeSpan.Zero;
        Instant steady = s_start;
        TimeSpan stepped = TimeSpan.Zero;
        Ask(steady, TimeSpan.FromMicroseconds(50), 0.5, offset);
        for (int i = 0; i < 1_000; i++)
        {
            steady += TimeSpan.FromSeconds(1);
            if (random.Next(10) == 0)
            {
                // More than what the round trips below leave open.
                TimeSpan step = TimeSpan.FromMilliseconds(random.Next(20, 100_000)) * (random.Next(2) == 0 ? 1 : -1);
                (offset, stepped) = (offset + step, stepped + step);
            }

            TimeSpan roundTrip = TimeSpan.FromMicroseconds(random.Next(20, 5_000));
            Ask(steady, roundTrip, random.NextDouble(), offset);
            steady += roundTrip;

            _clock.Lowest(steady)!.Value.ShouldBeLessThanOrEqualTo(steady + offset);
            (_clock.Stepped - stepped).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_clock_that_is_slewed_faster_than_quartz_drifts_is_followed_and_is_never_a_step()
    {
        TimeSpan offset = TimeSpan.Zero;
        Instant steady = s_start;
        for (int i = 0; i < 10_000; i++)
        {
            Ask(steady, TimeSpan.FromMicroseconds(100), 0.5, offset);
            steady += TimeSpan.FromSeconds(1);
            offset += TimeSpan.FromMicroseconds(500);
        }

        offset.ShouldBe(TimeSpan.FromSeconds(5));
        _clock.Stepped.ShouldBe(TimeSpan.Zero);
        (_clock.Lowest(steady)!.Value - (steady + offset)).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void What_becomes_known_again_after_hours_without_a_sample_is_no_step()
    {
        Ask(s_start, TimeSpan.FromMicroseconds(100), 0.5, TimeSpan.Zero);
        Instant later = s_start + TimeSpan.FromHours(3);
        Width(later).ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
        Ask(later, TimeSpan.FromMicroseconds(100), 0.5, TimeSpan.Zero);

        _clock.Stepped.ShouldBe(TimeSpan.Zero);
        Width(later).ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    private static Instant After(long micros) => s_start + TimeSpan.FromMicroseconds(micros);

    private TimeSpan Width(Instant steady) => _clock.Highest(steady)!.Value - _clock.Lowest(steady)!.Value;

    // The store is read when this part of the round trip has gone by.
    private void Ask(Instant sent, TimeSpan roundTrip, double way, TimeSpan offset) =>
        _clock.Learn(sent, sent + (roundTrip * way) + offset, sent + roundTrip);
}
