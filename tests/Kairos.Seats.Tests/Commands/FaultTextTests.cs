using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class FaultTextTests
{
    private const string Secret = "Zq7XkVw2JmRt9BsYf";

    public static TheoryData<string, string, string> OneOfEach => new()
    {
        { new string('x', 5_000), "message", "too-long" },
        { "你好", "verb", "unknown-verb" },
        { "", "verb", "unknown-verb" },
        { "取消", "verb", "missing-field" },
        { "取消; 你好", "verb", "unknown-verb" },
        { "学校", "school", "missing-field" },
        { "添加; 你好", "school", "bad-school" },
        { $"抢座; ecut; 你好; 1; {Session}", "room", "not-a-number" },
        { $"捡漏; pku; 12345678; 1; {Session}", "room", "out-of-range" },
        { $"抢座; ecut; 1141; 你好; {Session}", "seat", "not-a-number" },
        { $"抢座; ecut; 1141; 123456; {Session}", "seat", "out-of-range" },
        { $"抢座; ecut; 1141; {Session}", "seat", "missing-field" },
        { $"抢座; ecut; 1;1; 2;2; 3;3; 4;4; {Session}", "room", "too-many-candidates" },
        { "抢座; ecut; 1141; 7", "session", "missing-cookie" },
        { "解析; sessionid; serverid", "session", "placeholder" },
        { "添加; ecut; wechatSESS_ID=; SERVERID=aa", "session", "empty-value" },
        { $"抢座; ecut; 1141; 7; {Session} -- t=你好", "extras", "bad-time" },
        { $"抢座; ecut; 1141; 7; {Session} -- 模式=你好", "extras", "bad-mode" },
        { $"抢座; ecut; 1141; 7; {Session} -- 备选=你好", "extras", "bad-fallback" },
        { $"抢座; ecut; 1141; 7; {Session} -- 你好", "extras", "unknown-extra" },
    };

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public void A_refusal_names_field_reading_and_remedy_in_two_languages(string text, string field, string code)
    {
        var fault = Refused(text);

        fault.ShouldBe(field, code);
        fault.Chinese.ShouldStartWith(field switch
        {
            "message" => "消息", "verb" => "指令", "school" => "学校", "room" => "自习室", "seat" => "座位", "session" => "会话", _ => "附加项",
        });
        fault.English.ShouldStartWith(field);
        fault.Message.ShouldBe($"{fault.Chinese} / {fault.English} 例 e.g. {fault.Example}");
        if (text.Contains("你好", StringComparison.Ordinal))
        {
            fault.Chinese.ShouldContain("你好");
            fault.English.ShouldContain("你好");
        }
    }

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public void The_example_of_a_refusal_is_accepted(string text, string field, string code)
    {
        var fault = Refused(text);

        fault.ShouldBe(field, code);
        Accepted(fault.Example).Canonical.ShouldBe(fault.Example.Replace("…", "***", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("捡漏; PKU; 1230; 八十; SERVERID=aa", "捡漏; pku; 1230; 7; wechatSESS_ID=…; SERVERID=…")]
    [InlineData("捡漏; pku; 1230; 80; -1231", "捡漏; pku; 1230; 80; -1231; 0; wechatSESS_ID=…; SERVERID=…")]
    [InlineData("捡漏; pku; 1230; 80", "捡漏; pku; 1230; 80; wechatSESS_ID=…; SERVERID=…")]
    [InlineData("捡漏; pku; 1230; 80; wechatSESS_ID=b; SERVERID=a -- t=6 模式=今", "捡漏; pku; 1230; 80; wechatSESS_ID=…; SERVERID=… -- 时间=07:00:00")]
    public void The_example_keeps_what_was_understood(string text, string example) => Refused(text).Example.ShouldBe(example);

    [Theory]
    [InlineData($"wechatSESS_ID={Secret}; SERVERID=aa")]
    [InlineData($"抢座; wechatSESS_ID={Secret}; SERVERID=aa")]
    [InlineData($"抢座; {Secret}{Secret}; 1; 1")]
    [InlineData($"抢座; ecut; {Secret}; 1; wechatSESS_ID=a")]
    [InlineData($"抢座; ecut; 1; {Secret}; wechatSESS_ID=a")]
    [InlineData($"抢座; ecut; 1; 座{Secret}位; wechatSESS_ID=a")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID={Secret}")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID=a,{Secret}; {Secret}={Secret}")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID=a; SERVERID=b -- {Secret}")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID=a; SERVERID=b -- {Secret}=1")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID=a; SERVERID=b -- t={Secret}")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID=a; SERVERID=b -- 模式={Secret}")]
    [InlineData($"抢座; ecut; 1; 1; wechatSESS_ID=a; SERVERID=b -- 备选=x={Secret}")]
    [InlineData($"取消; {Secret}")]
    [InlineData($"{Secret} 抢座")]
    public void A_stray_session_value_is_not_shown(string text)
    {
        var fault = Refused(text);

        SeatCommandJson.Text(fault).ShouldNotContain(Secret[..6]);
        SeatRedaction.Of(text, fault).ShouldNotContain(Secret[..6]);
        fault.ToString().ShouldNotContain(Secret[..6]);
    }

    [Theory]
    [InlineData("取消; a=bb", "a=***")]
    [InlineData("取消; SERVERID = bb", "SERVERID=***")]
    [InlineData("取消; abcde fghij", "abcde fghij")]
    [InlineData("取消; 1234567", "123…")]
    [InlineData("取消; 座\u0007位", "座\uFFFD位")]
    [InlineData("取消; 一二三四五六七八九十一二三四五六七八九十一二三四五", "一二三四五六七八九十一二三四五六七八九十一二三四…")]
    public void What_was_read_is_shown_where_it_can_be_no_secret(string text, string shown) => Refused(text).English.ShouldContain($"\"{shown}\"");

    [Theory]
    [InlineData("抢座；ECUT；1141；七；wechatSESS_ID=bb,cc；Hm=1；SERVERID=aa -- t=7", "抢座; ECUT; 1141; 七; wechatSESS_ID=***; ***; ***; SERVERID=***")]
    [InlineData("你好", "你好")]
    public void The_log_keeps_the_fields_of_a_refused_message(string text, string kept) => SeatRedaction.Of(text, Refused(text)).ShouldBe(kept);

    [Fact]
    public void The_log_keeps_the_normal_form_of_an_accepted_message_and_little_of_an_endless_one()
    {
        SeatRedaction.Of($"qz;ECUT;{Session}", Accepted($"qz;ECUT;{Session}")).ShouldBe("抢座; ecut; 0; 0; wechatSESS_ID=***; SERVERID=***");
        SeatRedaction.Of(new string(';', 4_000), Refused(new string(';', 4_000))).Length.ShouldBeLessThan(100);
        SeatRedaction.Of(new string(';', 5_000), Refused(new string(';', 5_000))).ShouldBe("…");
    }
}
