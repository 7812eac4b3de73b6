using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class SchoolTests
{
    [Theory]
    [InlineData("ecut", "ecut")]
    [InlineData("ECUT", "ecut")]
    [InlineData("a1", "a1")]
    [InlineData("ＥｃＵｔ", "ecut")]
    [InlineData("a234567890123456", "a234567890123456")]
    public void School_is_read_in_lower_case(string typed, string school)
    {
        Accepted($"学校; {typed}").School.ShouldBe(school);
        Accepted($"添加; {typed}; {Session}").School.ShouldBe(school);
        Accepted($"捡漏; {typed}; {Session}").School.ShouldBe(school);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1ecut")]
    [InlineData("e-cut")]
    [InlineData("e cut")]
    [InlineData("école")]
    [InlineData("东华理工")]
    [InlineData("a2345678901234567")]
    [InlineData("wechatSESS_ID=bb")]
    public void What_is_no_abbreviation_is_refused(string typed)
    {
        Refused($"学校; {typed}").ShouldBe("school", "bad-school");
        Refused($"抢座; {typed}; 七; {Session}").ShouldBe("school", "bad-school");
    }

    [Theory]
    [InlineData("学校")]
    [InlineData("学校;")]
    [InlineData("学校; ; ecut")]
    [InlineData("抢座")]
    [InlineData("添加;")]
    public void Empty_school_is_a_missing_field(string text) => Refused(text).ShouldBe("school", "missing-field");
}
