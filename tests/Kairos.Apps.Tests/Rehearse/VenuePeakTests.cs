using Kairos.Cli.Rehearse;

namespace Kairos.Apps.Tests.Rehearse;

public sealed class VenuePeakTests
{
    [Fact]
    public void The_peak_is_over_any_second_and_counts_students_only()
    {
        Arrival[] record =
        [
            .. ((long[])[2_999_999, 0, 900_000, 1_400_000, 1_899_999]).Select(us => Student(us)),
            Student(1_000_000) with { Rival = true },
            Student(1_000_000) with { Student = null },
        ];

        VenuePeak.PerSecond(record).ShouldBe(3);
        VenuePeak.PerSecond([]).ShouldBe(0);
    }

    [Fact]
    public void What_two_servers_with_a_budget_each_would_send_is_too_much()
    {
        VenuePeak.IsWithin(38, 20).ShouldBeTrue();
        VenuePeak.IsWithin(39, 20).ShouldBeFalse();
        VenuePeak.IsWithin(10_000, null).ShouldBeTrue();
    }

    private static Arrival Student(long us) => new("s", Rival: false, "reserve", Room: null, Seat: null, Code: null, us);
}
