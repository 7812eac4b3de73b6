using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class LowWaterTests
{
    private static readonly Instant T0 = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private readonly ManualTime _time = new(T0.ToDateTimeOffset());
    private readonly LowWater _low;

    public LowWaterTests() => _low = new LowWater(_time);

    [Fact]
    public void An_arm_goes_on_where_a_filled_one_ended()
    {
        Look(T0, 1, 2, 3).ShouldBe(T0);
        Look(T0, 3, 4, 5).ShouldBe(After(3));
        Look(After(0.1), 6, 7, 8).ShouldBe(After(5));
    }

    [Fact]
    public void After_one_that_was_not_filled_all_is_looked_at()
    {
        _ = Look(T0, 1, 2, 3);
        Look(T0, 3).ShouldBe(After(3));
        Look(T0, 1).ShouldBe(T0);
    }

    [Fact]
    public void All_is_looked_at_each_second()
    {
        _ = Look(T0, 1, 2, 3);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Look(T0, 3, 3, 3).ShouldBe(After(3));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Look(T0, 3, 3, 3).ShouldBe(T0);
        Look(T0, 3, 3, 3).ShouldBe(After(3));
    }

    [Fact]
    public void A_look_at_all_takes_a_twentieth_of_the_time_at_most()
    {
        Instant from = _low.Begin(T0);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        _low.End(new ArmSpan(T0, After(5), 3), from, Rows(1, 2, 3));

        _time.Advance(TimeSpan.FromMilliseconds(3_799));
        Look(T0, 3, 3, 3).ShouldBe(After(3));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Look(T0, 3, 3, 3).ShouldBe(T0);
    }

    [Fact]
    public void What_is_overdue_and_what_is_timed_have_marks_of_their_own()
    {
        _ = Look(T0, 1, 2, 3);
        Look(Instant.Min, -9, -8, -7).ShouldBe(Instant.Min);
        Look(T0, 3, 3, 4).ShouldBe(After(3));
        Look(Instant.Min, -7, -6, -5).ShouldBe(After(-7));
    }

    [Fact]
    public void The_mark_never_lies_before_the_span()
    {
        _ = Look(T0, 1, 2, 3);
        Look(After(4), 5, 5, 5).ShouldBe(After(4));
    }

    [Fact]
    public void What_is_put_behind_the_mark_lowers_it()
    {
        _ = Look(T0, 1, 2, 3);
        _low.Lower(After(4));
        Look(T0, 3, 3, 3).ShouldBe(After(3));
        _low.Lower(After(1));
        Look(T0, 3, 3, 3).ShouldBe(After(1));
        Look(T0, 3, 3, 3).ShouldBe(After(3));
    }

    [Fact]
    public void What_is_put_behind_the_mark_while_an_arm_is_under_way_lowers_it_for_the_next()
    {
        Instant from = _low.Begin(T0);
        _low.Lower(After(1));
        _low.End(new ArmSpan(T0, After(5), 3), from, Rows(2, 3, 4));

        Look(T0, 3, 3, 3).ShouldBe(After(1));
        Look(T0, 3, 3, 3).ShouldBe(After(3));
    }

    [Fact]
    public void Of_arms_that_overlap_none_forgets_what_the_other_was_told()
    {
        Instant first = _low.Begin(T0);
        _low.Lower(After(1));
        Instant second = _low.Begin(T0);
        _low.End(new ArmSpan(T0, After(5), 3), second, Rows(2, 3, 4));
        _low.End(new ArmSpan(T0, After(5), 3), first, Rows(2, 3, 4));

        Look(T0, 3, 3, 3).ShouldBe(After(1));
    }

    [Fact]
    public void After_an_arm_that_failed_all_is_looked_at()
    {
        _ = Look(T0, 1, 2, 3);
        Look(T0).ShouldBe(After(3));
        Look(T0, 1, 2, 3).ShouldBe(T0);
    }

    private static Instant After(double seconds) => T0 + TimeSpan.FromSeconds(seconds);

    // One arm of at most three rows, which finds these.
    private Instant Look(Instant from, params double[] seconds)
    {
        Instant begun = _low.Begin(from);
        _low.End(new ArmSpan(from, After(10), 3), begun, Rows(seconds));
        return begun;
    }

    private static ArmedRow[] Rows(params double[] seconds) =>
    [
        .. seconds.Select(s => new ArmedRow
        {
            Id = Jobs.JobId.New("ada", T0.ToDateTimeOffset()),
            Owner = "ada",
            Kind = "k",
            Due = After(s),
            At = After(s),
            Priority = 0,
            Fence = 1,
            Attempt = 0,
            Lost = 0,
            Version = 1,
            Payload = default,
        }),
    ];
}
