using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class SessionTests
{
    private static readonly SessionCookies Expected = new() { WechatSessId = "bb", ServerId = "aa|1|2" };

    [Theory]
    [InlineData("wechatSESS_ID=bb; SERVERID=aa|1|2")]
    [InlineData("SERVERID=aa|1|2; wechatSESS_ID=bb;")]
    [InlineData("Hm_lpvt_7ecd=1566481408; SERVERID=aa|1|2; FROM_TYPE=weixin; wechatSESS_ID=bb; Hm_lvt=1,2,3")]
    [InlineData("Cookie: wechatSESS_ID=bb; SERVERID=aa|1|2")]
    [InlineData("cookie:wechatSESS_ID=bb, SERVERID=aa|1|2")]
    [InlineData("Cookie：wechatSESS_ID＝bb；SERVERID＝aa｜1｜2；")]
    [InlineData("Cookie:; wechatSESS_ID = bb ; SERVERID= aa|1|2 ;;;")]
    [InlineData("a=; =; ==; wechatSESS_ID=bb; junk; SERVERID=aa|1|2; 七")]
    [InlineData("wechatsess_id=xx; serverId=yy; wechatSESS_ID=bb; SERVERID=aa|1|2")]
    [InlineData("other=sessionid; wechatSESS_ID=bb; SERVERID=aa|1|2")]
    public void Both_cookies_are_found_by_name_wherever_they_stand(string session)
    {
        Accepted($"抢座; ecut; 1141; 7; {session}").Session.ShouldBe(Expected);
        Accepted($"添加; ecut; {session}").Session.ShouldBe(Expected);
        Accepted($"解析; {session}").Session.ShouldBe(Expected);
    }

    [Theory]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("a b", "a b")]
    [InlineData("***", "***")]
    [InlineData("…", "...")]
    public void A_value_is_kept_as_it_stands(string typed, string value) =>
        Accepted($"解析; wechatSESS_ID={typed}; SERVERID=aa").Session!.WechatSessId.ShouldBe(value);

    [Fact]
    public void The_known_trap_keeps_two_cookies_and_ignores_the_third()
    {
        var session = Accepted("#抢座;  ecut;    1141;   7;  1141;   8;  wechatSESS_ID=ce17; Hm_lpvt_7ecd=1566481408; SERVERID=d393|1566481444|1566481377").Session;

        session.ShouldBe(new SessionCookies { WechatSessId = "ce17", ServerId = "d393|1566481444|1566481377" });
    }

    [Fact]
    public void Of_a_cookie_that_stands_twice_the_last_value_that_is_not_empty_counts() =>
        Accepted("解析; wechatSESS_ID=old; SERVERID=aa|1|2; wechatSESS_ID=bb; wechatSESS_ID=").Session.ShouldBe(Expected);

    [Fact]
    public void Parse_finds_the_session_in_a_whole_command() =>
        Accepted("解析; 抢座; ecut; 1141; 七; wechatSESS_ID=bb; SERVERID=aa|1|2").Session.ShouldBe(Expected);

    [Theory]
    [InlineData("sessionid; serverid")]
    [InlineData("SessionID; ServerID")]
    [InlineData("wechat_sess_id, SERVERID")]
    [InlineData("Cookie: sessionid; serverid")]
    [InlineData("wechatSESS_ID=sessionid; SERVERID=serverid")]
    [InlineData("wechatSESS_ID=bb; SERVERID=ServerId")]
    [InlineData("wechatSESS_ID=WECHAT_SESS_ID; SERVERID=aa")]
    [InlineData("wechatSESS_ID=bb; SERVERID")]
    [InlineData("wechatSESS_ID=bb; SERVERID=aa; serverid")]
    [InlineData("sessionid=sessionid; serverid=serverid")]
    public void A_placeholder_is_told_as_such(string session)
    {
        Refused($"抢座; ecut; 1141; 7; {session}").ShouldBe("session", "placeholder");
        Refused($"解析; {session}").ShouldBe("session", "placeholder");
    }

    [Theory]
    [InlineData("wechatSESS_ID=bb", "缺少 SERVERID")]
    [InlineData("SERVERID=aa", "缺少 wechatSESS_ID")]
    [InlineData("a=b", "没有读到 wechatSESS_ID 和 SERVERID")]
    [InlineData("wechatsess_id=bb; serverId=aa", "没有读到 wechatSESS_ID 和 SERVERID")]
    [InlineData("Cookie:", "没有读到 wechatSESS_ID 和 SERVERID")]
    [InlineData("", "没有读到 wechatSESS_ID 和 SERVERID")]
    [InlineData("wechatSESS_ID=", "缺少 SERVERID")]
    public void A_missing_cookie_is_named_and_how_to_get_it(string session, string told)
    {
        var fault = Refused($"抢座; ecut; 1141; 7; {session}");

        fault.ShouldBe("session", "missing-cookie");
        fault.Chinese.ShouldContain(told);
        fault.Message.ShouldContain("F12");
    }

    [Theory]
    [InlineData("wechatSESS_ID=; SERVERID=aa", "wechatSESS_ID 的值是空的")]
    [InlineData("wechatSESS_ID=bb; SERVERID= ;", "SERVERID 的值是空的")]
    [InlineData("wechatSESS_ID; wechatSESS_ID=; SERVERID=", "wechatSESS_ID 和 SERVERID 的值是空的")]
    public void An_empty_value_is_named(string session, string told)
    {
        var fault = Refused($"添加; ecut; {session}");

        fault.ShouldBe("session", "empty-value");
        fault.Chinese.ShouldContain(told);
    }

    [Fact]
    public void The_text_of_a_session_never_shows_its_values()
    {
        var command = Accepted("抢座; ecut; 1141; 7; wechatSESS_ID=s3cret; SERVERID=hidden");

        command.Session!.ToString().ShouldBe("wechatSESS_ID=***; SERVERID=***");
        $"{command} {command.Canonical}".ShouldNotContain("s3cret");
        $"{command} {command.Canonical}".ShouldNotContain("hidden");
    }

    [Fact]
    public void Age_is_read_off_the_server_cookie()
    {
        var age = SessionAge.Of(new() { WechatSessId = "ce17", ServerId = "d393|1566481444|1566481377" });

        age.ShouldBe(new SessionAge
        {
            FirstSeen = new DateTimeOffset(2019, 8, 22, 13, 42, 57, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(2019, 8, 22, 13, 44, 4, TimeSpan.Zero),
        });
    }

    [Theory]
    [InlineData("aa")]
    [InlineData("aa|1|2")]
    [InlineData("aa|1566481444")]
    [InlineData("aa|1566481377|1566481444")]
    [InlineData("aa|1566481444|1566481377|")]
    [InlineData("aa|99999999999999999999|1566481377")]
    [InlineData("aa|-1566481377| 1566481377")]
    public void Age_that_cannot_be_told_is_not_told(string server) =>
        SessionAge.Of(new() { WechatSessId = "ce17", ServerId = server }).ShouldBeNull();
}
