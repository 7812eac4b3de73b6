using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class CanonicalTests
{
    [Theory]
    [InlineData("#ＱＺ，ECUT，01141，007，1141，8，SERVERID=aa，wechatSESS_ID=bb　—备选=任意 模式＝明 t=7:00", "抢座; ecut; 1141; 7; 1141; 8; wechatSESS_ID=***; SERVERID=*** -- 时间=07:00:00 模式=明 备选=任意")]
    [InlineData("ssyd;pku;;-0;wechatSESS_ID=bb;SERVERID=aa -- 模式=今", "捡漏; pku; 0; 0; wechatSESS_ID=***; SERVERID=*** -- 模式=今")]
    [InlineData("jl;pku;-1230;0;1231;-81;wechatSESS_ID=bb;SERVERID=aa", "捡漏; pku; -1230; 0; 1231; -81; wechatSESS_ID=***; SERVERID=***")]
    [InlineData("CX", "查询")]
    [InlineData("jg", "结果")]
    [InlineData("jljg", "捡漏结果")]
    [InlineData("jx;wechatSESS_ID=bb;SERVERID=aa", "解析; wechatSESS_ID=***; SERVERID=***")]
    [InlineData("cancel;ssyd", "取消; 捡漏")]
    [InlineData("xx;PKU", "学校; pku")]
    [InlineData("tj;PKU;wechatSESS_ID=bb;SERVERID=aa", "添加; pku; wechatSESS_ID=***; SERVERID=***")]
    [InlineData("points", "积分")]
    [InlineData("？", "帮助")]
    public void The_normal_form_is_one_spelling_and_reads_as_the_same_command(string text, string canonical)
    {
        var command = Accepted(text);
        var again = Accepted(command.Canonical);

        command.Canonical.ShouldBe(canonical);
        again.Canonical.ShouldBe(canonical);
        again.ShouldBe(command with { Session = again.Session });
        again.Candidates.ShouldBe(command.Candidates);
        (again.Verb, again.School, again.OpenAt, again.Mode, again.FallbackAny, again.What)
            .ShouldBe((command.Verb, command.School, command.OpenAt, command.Mode, command.FallbackAny, command.What));
    }

    [Fact]
    public void Commands_are_equal_by_what_they_say_and_by_their_session()
    {
        var command = Accepted($"抢座; ecut; 1141; 7; {Session}");

        Accepted($"qz;ECUT;01141;７;{Session}").ShouldBe(command);
        Accepted($"qz;ECUT;01141;７;{Session}").GetHashCode().ShouldBe(command.GetHashCode());
        Accepted($"抢座; ecut; 1141; 8; {Session}").ShouldNotBe(command);
        Accepted($"抢座; ecut; 1141; 7; {Session}x").ShouldNotBe(command);
    }
}
