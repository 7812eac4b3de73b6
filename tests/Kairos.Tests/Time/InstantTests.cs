using Kairos.Time;

namespace Kairos.Tests.Time;

public sealed class InstantTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(19, 1)]
    [InlineData(-1, -1)]
    [InlineData(-9, -1)]
    [InlineData(-10, -1)]
    [InlineData(-11, -2)]
    [InlineData(-20, -2)]
    public void Ticks_are_cut_to_microseconds_towards_the_past_on_both_sides_of_1970(long ticks, long micros) =>
        Instant.From(DateTimeOffset.UnixEpoch.AddTicks(ticks)).Micros.ShouldBe(micros);

    [Fact]
    public void An_offset_does_not_matter() =>
        Instant.From(new DateTimeOffset(2026, 11, 20, 20, 10, 0, TimeSpan.FromHours(8))).ShouldBe(Instant.From(new DateTimeOffset(2026, 11, 20, 12, 10, 0, TimeSpan.Zero)));

    [Fact]
    public void Every_instant_between_the_first_and_the_last_comes_back_from_its_text_and_from_the_platform_s_type()
    {
        Random random = new(11);
        IEnumerable<Instant> some = Enumerable.Range(0, 5_000).Select(_ => new Instant(random.NextInt64(Instant.Min.Micros, Instant.Max.Micros)));
        foreach (Instant instant in some.Concat([Instant.Min, Instant.Max, new Instant(0), new Instant(-1)]))
        {
            Instant.From(instant.ToDateTimeOffset()).ShouldBe(instant);
            Instant.TryParse(instant.ToString(), out Instant read).ShouldBeTrue();
            read.ShouldBe(instant);
        }
    }

    [Fact]
    public void Text_sorts_as_the_instants_do()
    {
        Random random = new(5);
        Instant[] instants = [.. Enumerable.Range(0, 500).Select(_ => new Instant(random.NextInt64(Instant.Min.Micros, Instant.Max.Micros)))];
        instants.Order().Select(i => i.ToString()).ShouldBe(instants.Select(i => i.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-20T12:10:00Z", "2026-11-20T12:10:00.000000Z")]
    [InlineData("2026-11-20t12:10:00z", "2026-11-20T12:10:00.000000Z")]
    [InlineData("2026-11-20 12:10Z", "2026-11-20T12:10:00.000000Z")]
    [InlineData("2026-11-20T20:10:00+08:00", "2026-11-20T12:10:00.000000Z")]
    [InlineData("2026-11-20T20:10:00+0800", "2026-11-20T12:10:00.000000Z")]
    [InlineData("2026-11-20T07:10:00-05:00", "2026-11-20T12:10:00.000000Z")]
    [InlineData("2026-11-20T12:10:00.1234567Z", "2026-11-20T12:10:00.123456Z")]
    [InlineData("2026-11-20T12:10:00.99999999999Z", "2026-11-20T12:10:00.999999Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    public void Iso_8601_with_a_zone_is_read_and_cut_never_rounded(string text, string expected)
    {
        Instant.TryParse(text, out Instant instant).ShouldBeTrue();
        instant.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-20Z")]
    [InlineData("2026-11-20T12:10:00")]
    [InlineData("20:10:00Z")]
    [InlineData("11/20/2026 20:10:00 -05:00")]
    [InlineData("2026-02-30T12:10:00Z")]
    [InlineData("2026-11-20T24:10:00Z")]
    [InlineData("2026-11-20T12:10:60Z")]
    [InlineData("2026-11-20T12:10:00+25:00")]
    [InlineData("2026-11-20T12:10:00Z\n")]
    [InlineData(" 2026-11-20T12:10:00Z")]
    [InlineData("9999-12-31T23:59:59-08:00")]
    public void What_does_not_name_one_instant_is_not_read(string? text) => Instant.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Spans_are_cut_to_microseconds_and_differences_are_exact()
    {
        Instant instant = new(1_000);
        (instant + TimeSpan.FromTicks(19)).Micros.ShouldBe(1_001);
        (instant - TimeSpan.FromTicks(19)).Micros.ShouldBe(999);
        (Instant.Max - Instant.Min).ShouldBe(TimeSpan.FromMicroseconds(Instant.Max.Micros - Instant.Min.Micros));
        Instant.Later(instant, new Instant(2)).ShouldBe(instant);
        Instant.Later(new Instant(2), instant).ShouldBe(instant);
    }
}
