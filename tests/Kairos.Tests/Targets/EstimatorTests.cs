using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Tests.Targets;

public sealed class EstimatorTests
{
    private const int Questions = 10;
    private static readonly Instant s_start = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(-2_300)]
    [InlineData(750)]
    [InlineData(0)]
    [InlineData(86_400_123)]
    public void The_truth_is_always_within_and_ten_questions_make_it_narrow(int offsetMs)
    {
        long offset = offsetMs * 1_000L;
        for (int seed = 0; seed < 1_000; seed++)
        {
            Random random = new(seed);
            DateHeaderEstimator estimator = new();
            Instant now = s_start + TimeSpan.FromMicroseconds(random.Next(1_000_000));
            int asked = 0;
            OffsetInterval found;
            do
            {
                Instant at = estimator.NextQuestion(now);
                at.ShouldBeGreaterThanOrEqualTo(now);
                (at - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));

                // Timers are late, and the way there is not as long as the way back: 10 to 30 ms in all.
                Instant sent = at + TimeSpan.FromMicroseconds(random.Next(1_500));
                Instant stamped = sent + TimeSpan.FromMicroseconds(random.Next(2_000, 15_000));
                Instant received = stamped + TimeSpan.FromMicroseconds(random.Next(8_000, 15_000));
                estimator.Add(sent, received, SecondOf(stamped, offset)).ShouldBeTrue();
                found = estimator.Found(received)!;
                offset.ShouldBeInRange(found.LowMicros, found.HighMicros);
                now = received + TimeSpan.FromMicroseconds(random.Next(5_000));
                asked++;
            }
            while (asked < Questions && found.Width > TimeSpan.FromMilliseconds(100));

            found.Width.ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(100), $"seed {seed}");
        }
    }

    [Fact]
    public void Questions_that_are_not_answered_in_time_still_hold_the_truth()
    {
        Random random = new(1);
        DateHeaderEstimator estimator = new();
        Instant now = s_start;
        for (int i = 0; i < 200; i++)
        {
            Instant sent = estimator.NextQuestion(now);
            Instant stamped = sent + TimeSpan.FromMicroseconds(random.Next(3_000_000));
            Instant received = stamped + TimeSpan.FromMicroseconds(random.Next(3_000_000));
            estimator.Add(sent, received, SecondOf(stamped, 123_456)).ShouldBeTrue();
            OffsetInterval found = estimator.Found(now)!;
            123_456L.ShouldBeInRange(found.LowMicros, found.HighMicros);
            now = received;
        }
    }

    [Fact]
    public void A_clock_that_was_stepped_is_learned_anew()
    {
        DateHeaderEstimator estimator = new();
        Instant received = s_start + TimeSpan.FromMilliseconds(20);
        estimator.Add(s_start, received, SecondOf(s_start, 0)).ShouldBeTrue();
        estimator.Add(s_start, received, SecondOf(s_start, 5_000_000)).ShouldBeFalse();
        OffsetInterval found = estimator.Found(received)!;
        5_000_000L.ShouldBeInRange(found.LowMicros, found.HighMicros);
        0L.ShouldNotBeInRange(found.LowMicros, found.HighMicros);
    }

    [Fact]
    public void Before_the_first_answer_nothing_is_known_and_the_first_question_goes_at_once()
    {
        DateHeaderEstimator estimator = new();
        estimator.Found(s_start).ShouldBeNull();
        estimator.BestRoundTrip.ShouldBe(TimeSpan.MaxValue);
        estimator.NextQuestion(s_start).ShouldBe(s_start);
    }

    // What a Date header shows: the whole second.
    private static DateTimeOffset SecondOf(Instant steady, long offset) =>
        DateTimeOffset.FromUnixTimeSeconds((steady.Micros + offset) / 1_000_000);
}
