using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Time;

public sealed class EngineClockTests
{
    [Fact]
    public void The_steady_clock_does_not_follow_the_steps_of_the_wall_clock()
    {
        ManualTime time = new();
        EngineClock clock = new(time);
        Instant start = clock.Now;
        clock.Steady.ShouldBe(start);

        time.StepWall(TimeSpan.FromHours(-3));
        time.Advance(TimeSpan.FromSeconds(7));

        clock.Steady.ShouldBe(start + TimeSpan.FromSeconds(7));
        clock.Now.ShouldBe(start + TimeSpan.FromSeconds(7) - TimeSpan.FromHours(3));
    }

    [Fact]
    public void A_reading_of_both_clocks_that_was_held_up_is_taken_again()
    {
        // Time goes on by a second between two questions, for the first ten of them.
        ManualTime time = new();
        HeldUp held = new(time);
        EngineClock clock = new(held);
        held.Pauses = 10;

        ClockReading reading = clock.Read();

        reading.Pause.ShouldBe(TimeSpan.Zero);
        (reading.Now - reading.Before).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_reading_that_is_always_held_up_says_by_how_much()
    {
        ManualTime time = new();
        HeldUp held = new(time);
        EngineClock clock = new(held);
        held.Pauses = int.MaxValue;

        ClockReading reading = clock.Read();

        reading.Pause.ShouldBe(TimeSpan.FromSeconds(2));
        reading.Now.ShouldBeInRange(reading.Before, reading.After);
    }

    private sealed class HeldUp(ManualTime time) : TimeProvider
    {
        internal int Pauses { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow()
        {
            Pause();
            return time.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            Pause();
            return time.GetTimestamp();
        }

        private void Pause()
        {
            if (Pauses > 0)
            {
                Pauses--;
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }
}
