using Kairos.Targets;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Targets;

public sealed class TargetClockTests
{
    private readonly ManualTime _time = new();
    private readonly EngineClock _clock;
    private readonly TargetClock _target;
    private int _told;

    public TargetClockTests()
    {
        _clock = new EngineClock(_time);
        _target = new TargetClock(_clock, () => _told++);
    }

    private void Learn(long low, long high) => _target.Learn(new OffsetInterval(low, high, _clock.Steady));

    [Fact]
    public void Before_anything_is_learned_it_shows_our_clock_but_is_not_good_for_a_gate()
    {
        _target.Offset.ShouldBeNull();
        _target.Now.ShouldBe(_clock.Now);
        _target.ToOurs(new Instant(5)).ShouldBe(new Instant(5));
        _target.ToTheirs(new Instant(5)).ShouldBe(new Instant(5));
        Should.Throw<InvalidOperationException>(() => _target.SafeInstant(new Instant(5))).Message.ShouldContain("probe its Date header");
    }

    [Fact]
    public void What_is_learned_is_told_and_the_low_bound_is_the_safe_one()
    {
        Learn(700_000, 800_000);
        _told.ShouldBe(1);
        _target.Now.ShouldBe(_clock.Now + TimeSpan.FromMilliseconds(700));
        _target.SafeInstant(_clock.Now).ShouldBe(_clock.Now - TimeSpan.FromMilliseconds(700));
        _target.ToTheirs(_target.ToOurs(_clock.Now)).ShouldBe(_clock.Now);
    }

    [Fact]
    public void It_widens_by_a_hundred_parts_in_a_million_of_its_age()
    {
        Learn(-1_000, 1_000);
        _time.Advance(TimeSpan.FromSeconds(100));
        _target.Offset.ShouldNotBeNull().ShouldSatisfyAllConditions(
            o => o.LowMicros.ShouldBe(-11_000),
            o => o.HighMicros.ShouldBe(11_000),
            o => o.Taken.ShouldBe(_clock.Steady - TimeSpan.FromSeconds(100)));
        _target.Now.ShouldBe(_clock.Now - TimeSpan.FromMicroseconds(11_000));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void A_step_of_our_wall_clock_moves_the_offset_against_it_and_not_the_target_s_time(int seconds)
    {
        Learn(700_000, 800_000);
        Instant shown = _target.Now;
        _time.StepWall(TimeSpan.FromSeconds(seconds));
        _target.Now.ShouldBe(shown);
        _target.Offset!.LowMicros.ShouldBe(700_000 - (seconds * 1_000_000L));
        _target.ToOurs(shown).ShouldBe(_clock.Now);
    }

    [Fact]
    public void What_agrees_is_cut_and_what_does_not_takes_its_place()
    {
        Learn(0, 1_000_000);
        Learn(900_000, 1_900_000);
        (_target.Offset!.LowMicros, _target.Offset.HighMicros).ShouldBe((900_000, 1_000_000));

        Learn(5_000_000, 5_100_000);
        (_target.Offset!.LowMicros, _target.Offset.HighMicros).ShouldBe((5_000_000, 5_100_000));
    }

    [Fact]
    public void What_was_known_counts_with_its_age_when_something_new_agrees()
    {
        Learn(0, 10_000);
        _time.Advance(TimeSpan.FromSeconds(100));
        Learn(-50_000, 15_000);
        (_target.Offset!.LowMicros, _target.Offset.HighMicros).ShouldBe((-10_000, 15_000));
    }

    [Fact]
    public void Over_a_day_of_drift_the_truth_stays_within()
    {
        // Their clock gains 90 ppm on ours; it is looked at each ten minutes, to 20 ms.
        Random random = new(2);
        for (int i = 0; i < 144; i++)
        {
            long truth = Truth();
            Learn(truth - random.Next(20_000), truth + random.Next(20_000));
            _time.Advance(TimeSpan.FromMinutes(10));
            Truth().ShouldBeInRange(_target.Offset!.LowMicros, _target.Offset.HighMicros);
        }

        long Truth() => 250_000 + (long)((_clock.Steady - Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))).TotalMicroseconds * 90e-6);
    }
}
