using System.Text.Json.Nodes;
using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class JsonTests
{
    [Theory]
    [InlineData(
        "qz;ecut;1141;7;1141;8;wechatSESS_ID=ce17;SERVERID=d393|1|2",
        """{"ok":true,"verb":"grab","school":"ecut","candidates":[{"room":1141,"seat":7},{"room":1141,"seat":8}],"session":{"wechatSESS_ID":"ce17","SERVERID":"d393|1|2"},"openAt":null,"mode":null,"canonical":"抢座; ecut; 1141; 7; 1141; 8; wechatSESS_ID=***; SERVERID=***"}""")]
    [InlineData(
        "jl;ecut;0;-7;wechatSESS_ID=a;SERVERID=b -- t=7:00 模式=今 备选=任意",
        """{"ok":true,"verb":"watch","school":"ecut","candidates":[{"room":0,"seat":-7}],"session":{"wechatSESS_ID":"a","SERVERID":"b"},"openAt":"07:00:00","mode":"today","fallback":"any","canonical":"捡漏; ecut; 0; -7; wechatSESS_ID=***; SERVERID=*** -- 时间=07:00:00 模式=今 备选=任意"}""")]
    [InlineData("cx", """{"ok":true,"verb":"status","canonical":"查询"}""")]
    [InlineData("jg", """{"ok":true,"verb":"result","canonical":"结果"}""")]
    [InlineData("jljg", """{"ok":true,"verb":"watch-result","canonical":"捡漏结果"}""")]
    [InlineData("qx;qz", """{"ok":true,"verb":"cancel","what":"grab","canonical":"取消; 抢座"}""")]
    [InlineData("xx;ecut;1;2", """{"ok":true,"verb":"school","school":"ecut","canonical":"学校; ecut"}""")]
    [InlineData("tj;ecut;1;wechatSESS_ID=a;SERVERID=b -- t=7:00", """{"ok":true,"verb":"add","school":"ecut","session":{"wechatSESS_ID":"a","SERVERID":"b"},"canonical":"添加; ecut; wechatSESS_ID=***; SERVERID=***"}""")]
    [InlineData("jx;wechatSESS_ID=a;SERVERID=b", """{"ok":true,"verb":"parse","session":{"wechatSESS_ID":"a","SERVERID":"b"},"canonical":"解析; wechatSESS_ID=***; SERVERID=***"}""")]
    [InlineData("jf", """{"ok":true,"verb":"points","canonical":"积分"}""")]
    [InlineData("help", """{"ok":true,"verb":"help","canonical":"帮助"}""")]
    public void An_accepted_message_has_the_keys_of_its_verb_and_no_others(string text, string json) =>
        SeatCommandJson.Text(Accepted(text)).ShouldBe(json);

    [Fact]
    public void A_refused_message_has_field_code_and_message()
    {
        var fault = Refused("取消");
        var answer = JsonNode.Parse(SeatCommandJson.Text(fault))!.AsObject();

        answer.Select(pair => pair.Key).ShouldBe(["ok", "field", "code", "message"]);
        answer["ok"]!.GetValue<bool>().ShouldBeFalse();
        answer["field"]!.GetValue<string>().ShouldBe("verb");
        answer["code"]!.GetValue<string>().ShouldBe("missing-field");
        answer["message"]!.GetValue<string>().ShouldBe(fault.Message);
    }

    [Fact]
    public void Chinese_is_readable_and_the_object_stays_on_one_line()
    {
        var json = SeatCommandJson.Text(SeatCommandParser.Parse("抢座\n座\u2028位\u0085\"\\"));

        json.ShouldContain("指令");
        json.ShouldNotContain('\n');
        json.ShouldNotContain('\u2028');
        json.ShouldNotContain('\u0085');
        JsonNode.Parse(json)!["ok"]!.GetValue<bool>().ShouldBeFalse();
    }
}
