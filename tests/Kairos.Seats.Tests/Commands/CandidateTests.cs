using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class CandidateTests
{
    [Theory]
    [InlineData("1141; 7", 1141, 7)]
    [InlineData("01141; 007", 1141, 7)]
    [InlineData("-1230; -81", -1230, -81)]
    [InlineData("-0; -000", 0, 0)]
    [InlineData("; ", 0, 0)]
    [InlineData("1141; ", 1141, 0)]
    [InlineData("; 7", 0, 7)]
    [InlineData("9999999; 99999", 9_999_999, 99_999)]
    [InlineData("-9999999; -99999", -9_999_999, -99_999)]
    [InlineData("0000000000000000000000000001141; 7", 1141, 7)]
    [InlineData("①②; ７", 12, 7)]
    public void Room_and_seat_are_integers_as_typed(string fields, int room, int seat) =>
        Candidates(fields).ShouldBe([new Candidate(room, seat)]);

    [Fact]
    public void No_field_at_all_means_any_seat_of_any_room()
    {
        Accepted($"抢座; ecut; {Session}").Candidates.ShouldBe([new Candidate(0, 0)]);
        Accepted($"捡漏; ecut, {Session}").Candidates.ShouldBe([new Candidate(0, 0)]);
    }

    [Theory]
    [InlineData("七; 7", "room")]
    [InlineData("1141; 七", "seat")]
    [InlineData("1141; -", "seat")]
    [InlineData("1141; --7", "seat")]
    [InlineData("1141; 7-8", "seat")]
    [InlineData("1141; +7", "seat")]
    [InlineData("1141; - 7", "seat")]
    [InlineData("1141; 7.0", "seat")]
    [InlineData("1141; ½", "seat")]
    [InlineData("1141; ٧", "seat")]
    [InlineData("1141; −7", "seat")]
    [InlineData("1141; 99999999999x", "seat")]
    public void Anything_but_digits_is_not_a_number(string fields, string field) =>
        Refused($"抢座;ecut;{fields.Replace(" --", "--", StringComparison.Ordinal)};{Session}").ShouldBe(field, "not-a-number");

    [Theory]
    [InlineData("10000000; 7", "room")]
    [InlineData("-10000000; 7", "room")]
    [InlineData("1141; 100000", "seat")]
    [InlineData("1141; -100000", "seat")]
    [InlineData("1141; 99999999999999999999999999999999999999", "seat")]
    public void Beyond_the_largest_room_or_seat_is_out_of_range(string fields, string field) =>
        Refused($"抢座; ecut; {fields}; {Session}").ShouldBe(field, "out-of-range");

    [Theory]
    [InlineData("1141")]
    [InlineData("1141; 7; 1142")]
    [InlineData("1;1;2;2;3;3;4;4;5")]
    public void An_odd_last_room_lacks_its_seat(string fields)
    {
        Refused($"抢座; ecut; {fields}; {Session}").ShouldBe("seat", "missing-field");
        Refused($"抢座; ecut; {fields}").ShouldBe("seat", "missing-field");
    }

    [Fact]
    public void An_empty_field_before_the_session_is_a_room_like_any_other() =>
        Refused($"抢座; ecut; 1141; 7; ; {Session}").ShouldBe("seat", "missing-field");

    [Theory]
    [InlineData("抢座; ecut; 1141; 7;")]
    [InlineData("抢座; ecut;")]
    [InlineData("抢座; ecut")]
    public void A_closing_divider_begins_no_room(string text) => Refused(text).ShouldBe("session", "missing-cookie");

    [Fact]
    public void Identical_candidates_are_collapsed_in_order_and_counted_after_that()
    {
        Candidates("2;2; 1;1; 02;002; 3;3; 1;1").ShouldBe([new Candidate(2, 2), new Candidate(1, 1), new Candidate(3, 3)]);
        Candidates("0;0; -0;; ;").ShouldBe([new Candidate(0, 0)]);
        Refused($"抢座; ecut; 1;1; 1;2; 1;3; 1;1; 1;4; {Session}").ShouldBe("room", "too-many-candidates");
    }

    [Fact]
    public void Doubles_alone_are_never_too_many()
    {
        var text = $"抢座;ecut;{string.Concat(Enumerable.Repeat("1;1;", 900))}{Session}";

        Accepted(text).Candidates.ShouldBe([new Candidate(1, 1)]);
    }
}
