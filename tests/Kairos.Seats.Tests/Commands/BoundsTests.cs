using System.Diagnostics;
using System.Text;
using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class BoundsTests
{
    private const int Max = 4_096;

    [Fact]
    public void The_length_is_judged_first_and_in_code_points()
    {
        Accepted("查询" + new string(' ', Max - 2)).Verb.ShouldBe(SeatVerb.Status);
        Refused("查询" + new string(' ', Max - 1)).ShouldBe("message", "too-long");
        Refused(Repeat("😀", Max)).ShouldBe("verb", "unknown-verb");
        Refused(Repeat("😀", Max) + "a").ShouldBe("message", "too-long");
        Refused(new string('\uD800', Max + 1)).ShouldBe("message", "too-long");
    }

    [Fact]
    public void What_normalisation_adds_or_removes_does_not_count()
    {
        Refused(new string('\uFDFA', Max)).ShouldBe("verb", "unknown-verb");
        Refused(new string('\u200B', Max) + "查询").ShouldBe("message", "too-long");
        Accepted(new string('\u200B', Max - 2) + "查询").Verb.ShouldBe(SeatVerb.Status);
    }

    [Fact]
    public void Megabytes_are_refused_without_being_read()
    {
        var text = string.Concat("抢座;ecut;", new string('①', 8_000_000));

        FastestOf(text, 3).ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
        Refused(text).Message.Length.ShouldBeLessThan(1_000);
    }

    public static TheoryData<string> Hostile =>
    [
        new string(';', Max),
        new string('-', Max),
        Repeat(" -", Max / 2),
        Repeat(" —", Max / 2),
        Repeat("a=", Max / 2),
        "抢座;ecut" + Repeat(";1", 2_000),
        "抢座;ecut;" + string.Join(';', Enumerable.Range(1, 850)) + ";" + Session,
        "抢座;ecut;" + new string('0', 4_000) + ";7;" + Session,
        "抢座;ecut;1;" + new string('9', 4_000) + ";" + Session,
        "抢座;ecut;1;1;" + Repeat("a=b;", 1_000) + Session,
        "抢座;ecut;1;1;" + Session + " --" + Repeat(" t=7:00", 570),
        "抢座;ecut;1;1;" + Session + " --" + Repeat(" 模式 = ", 500),
        new string('\uFDFA', Max),
        new string('\u0301', Max / 2) + new string('\u0316', Max / 2),
        "a" + new string('\u0344', 2_730) + new string('\u0316', 1_365),
        new string('\u0344', Max / 2) + new string('\uFF9E', Max / 2),
        new string('\u0344', Max / 2) + new string('\u3099', Max / 2),
        Repeat("\U0001D165\u0316", Max / 2),
        Repeat("\u0F73\u0344", Max / 2),
        Repeat("\u1100\u1161\u11A8", 1_365),
        new string('\uD800', Max),
        new string('\u200B', Max),
        Repeat("\uDB40\uDD00", Max),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_message_takes_ten_milliseconds(string text) => FastestOf(text, 5).ShouldBeLessThan(TimeSpan.FromMilliseconds(10));

    private static TimeSpan FastestOf(string text, int times) => Enumerable.Range(0, times).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        SeatCommandParser.Parse(text);
        return Stopwatch.GetElapsedTime(start);
    });

    private static string Repeat(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();
}
