using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

public sealed class EveryTests
{
    private static readonly DateTimeOffset s_anchor = new(2026, 3, 8, 1, 30, 0, TimeSpan.FromHours(-5));

    [Fact]
    public void An_instant_is_due_once_and_at_once_when_it_has_gone_by()
    {
        Instant due = Instant.From(s_anchor);
        Trigger at = Trigger.At(s_anchor);
        at.Next(due - TimeSpan.FromMicroseconds(1)).ShouldBe(due);
        at.Next(due).ShouldBeNull();
        at.First(due + TimeSpan.FromDays(1)).ShouldBe(due);
    }

    [Fact]
    public void A_period_does_not_drift_over_a_million_steps()
    {
        TimeSpan period = TimeSpan.FromMicroseconds(1_234_567);
        Trigger every = Trigger.Every(period, s_anchor);
        Instant due = Instant.From(s_anchor);
        for (int i = 0; i < 1_000_000; i++)
        {
            due = every.Next(due)!.Value;
        }

        (due.Micros - Instant.From(s_anchor).Micros).ShouldBe(1_000_000L * 1_234_567);
    }

    [Fact]
    public void The_first_due_instant_is_the_anchor_however_long_before_it_is_asked()
    {
        Trigger every = Trigger.Every(TimeSpan.FromHours(1), s_anchor);
        every.Next(Instant.Min).ShouldBe(Instant.From(s_anchor));
        every.Next(Instant.From(s_anchor) - TimeSpan.FromMicroseconds(1)).ShouldBe(Instant.From(s_anchor));
        every.First(Instant.From(s_anchor)).ShouldBe(Instant.From(s_anchor));
    }

    [Fact]
    public void Every_answer_lies_on_the_grid_and_is_the_next_one()
    {
        Random random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            long period = random.NextInt64(1_000_000, 90_000_000_000);
            Instant anchor = new(random.NextInt64(-1_000_000_000_000, 2_000_000_000_000_000));
            Instant after = anchor + TimeSpan.FromMicroseconds(random.NextInt64(-10_000_000_000, 1_000_000_000_000));
            Instant next = new EveryTrigger(TimeSpan.FromMicroseconds(period), anchor).Next(after)!.Value;

            next.ShouldBeGreaterThan(after);
            ((next.Micros - anchor.Micros) % period).ShouldBe(0);
            (next == anchor || next.Micros - period <= after.Micros).ShouldBeTrue();
        }
    }

    [Fact]
    public void Near_the_end_of_time_the_last_instant_is_followed_by_none()
    {
        Instant anchor = Instant.Max - TimeSpan.FromHours(30);
        EveryTrigger every = new(TimeSpan.FromDays(1), anchor);
        Instant last = every.Next(anchor)!.Value;
        last.ShouldBe(Instant.Max - TimeSpan.FromHours(6));
        every.Next(last).ShouldBeNull();
        every.Next(Instant.Max).ShouldBeNull();
        new EveryTrigger(TimeSpan.MaxValue, Instant.From(s_anchor)).Next(Instant.From(s_anchor)).ShouldBeNull();
    }

    [Fact]
    public void A_period_below_a_millisecond_is_refused_and_one_of_a_millisecond_is_not()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Trigger.Every(TimeSpan.FromMicroseconds(999), s_anchor)).Message.ShouldContain("1ms or longer");
        Should.Throw<ArgumentOutOfRangeException>(() => Trigger.Every(TimeSpan.FromSeconds(-5), s_anchor));
        Trigger.Every(TimeSpan.FromMilliseconds(1), s_anchor).Next(Instant.From(s_anchor)).ShouldBe(Instant.From(s_anchor) + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Without_an_anchor_it_counts_from_the_submit()
    {
        Instant now = Instant.From(s_anchor);
        EveryTrigger open = new(TimeSpan.FromSeconds(90), null);
        Should.Throw<InvalidOperationException>(() => open.Next(now)).Message.ShouldContain("no anchor");
        open.Bound(1, now).First(now).ShouldBe(now);
        open.Bound(1, now).Next(now).ShouldBe(now + TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 2)]
    [InlineData(31_536_000, 525_601)]
    public void Going_over_missed_instants_counts_them_and_finds_what_follows(int seconds, long count)
    {
        Instant anchor = Instant.From(s_anchor);
        EveryTrigger every = new(TimeSpan.FromMinutes(1), anchor);
        every.Pass(anchor, anchor + TimeSpan.FromSeconds(seconds)).ShouldBe<(long, Instant)>((count, anchor + TimeSpan.FromMinutes(count - 1)));
    }
}
