using Kairos.Playground;
using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class OpeningTests
{
    [Fact]
    public void Without_options_it_opens_daily_at_ten_past_eight_in_shanghai()
    {
        var opening = new Opening(null);

        opening.Daily.ShouldBe(new TimeOnly(20, 10));
        opening.RoundAt(Utc("2026-11-22T12:09:59.999999")).ShouldBe(
            new OpeningRound(Utc("2026-11-22T12:10:00"), false, new DateOnly(2026, 11, 23)));
        opening.RoundAt(Utc("2026-11-22T12:10:00")).ShouldBe(
            new OpeningRound(Utc("2026-11-22T12:10:00"), true, new DateOnly(2026, 11, 23)));
    }

    [Fact]
    public void A_round_ends_at_local_midnight()
    {
        var opening = new Opening(null);

        opening.RoundAt(Utc("2026-11-22T15:59:59.999999")).IsOpen.ShouldBeTrue();
        opening.RoundAt(Utc("2026-11-22T16:00:00")).ShouldBe(
            new OpeningRound(Utc("2026-11-23T12:10:00"), false, new DateOnly(2026, 11, 24)));
    }

    [Fact]
    public void A_round_shortly_before_midnight_lasts_an_hour_and_keeps_its_day()
    {
        var opening = new Opening(Utc("2026-11-22T15:59:58"));

        opening.RoundAt(Utc("2026-11-22T16:30:00")).ShouldBe(
            new OpeningRound(Utc("2026-11-22T15:59:58"), true, new DateOnly(2026, 11, 23)));
        opening.RoundAt(Utc("2026-11-22T16:59:58")).IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_opens_before_the_first_opening_though_its_time_of_day_has_passed()
    {
        var opening = new Opening(Utc("2026-11-22T16:00:05"));

        opening.RoundAt(Utc("2026-11-22T15:59:55")).ShouldBe(
            new OpeningRound(Utc("2026-11-22T16:00:05"), false, new DateOnly(2026, 11, 24)));
        opening.RoundAt(Utc("2026-11-22T16:00:05")).IsOpen.ShouldBeTrue();
    }

    [Theory]
    [InlineData("2026-11-22T12:00:15.000", "2026-11-22T12:00:15")]
    [InlineData("2026-11-22T12:00:15.001", "2026-11-22T12:00:16")]
    public void A_moved_opening_is_rounded_up_to_a_whole_second(string wanted, string opens)
    {
        var opening = new Opening(null);

        opening.MoveTo(Utc(wanted)).ShouldBe(Utc(opens));
        opening.RoundAt(Utc("2026-11-22T12:00:00")).OpensAt.ShouldBe(Utc(opens));
        opening.Daily.ShouldBe(TimeOnly.FromDateTime(Utc(opens).AddHours(8).DateTime));
    }

    [Fact]
    public void A_reservation_for_tomorrow_is_for_the_day_after_the_opening()
    {
        var opening = new Opening(null);
        var now = Utc("2026-11-22T12:10:00");

        opening.DayOf(VenueMode.Tomorrow, now).ShouldBe(new DateOnly(2026, 11, 23));
        opening.DayOf(VenueMode.Today, now).ShouldBe(new DateOnly(2026, 11, 22));
    }

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
