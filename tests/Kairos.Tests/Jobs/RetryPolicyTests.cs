using Kairos.Jobs;

namespace Kairos.Tests.Jobs;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(11, 2_048)]
    [InlineData(12, 3_600)]
    [InlineData(1_000, 3_600)]
    [InlineData(5_000, 3_600)]
    public void Delays_grow_by_the_factor_up_to_the_longest(int attempt, double seconds) =>
        RetryPolicy.Default.DelayAfter(attempt, 0).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Chance_takes_off_at_most_the_jitter()
    {
        Random random = new(9);
        for (int i = 0; i < 10_000; i++)
        {
            RetryPolicy.Default.DelayAfter(4, random.NextDouble()).ShouldBeInRange(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(16));
        }

        RetryPolicy.Default.DelayAfter(4, 0.5).ShouldBe(TimeSpan.FromSeconds(14));
    }

    [Fact]
    public void No_delay_stays_none_however_often_it_grows() =>
        new RetryPolicy { First = TimeSpan.Zero, Factor = 10 }.DelayAfter(10_000, 0.3).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void None_is_a_single_attempt() => RetryPolicy.None.MaxAttempts.ShouldBe(1);
}
