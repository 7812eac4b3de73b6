using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class VerbTests
{
    [Theory]
    [InlineData("grab", "抢座 抢坐 抢座位 明日预约 qz grab")]
    [InlineData("watch", "捡漏 实时预定 jl ssyd watch")]
    [InlineData("status", "查询 cx status")]
    [InlineData("result", "结果 jg")]
    [InlineData("watch-result", "捡漏结果 jljg")]
    [InlineData("parse", "解析 jx")]
    [InlineData("cancel", "取消 qx cancel")]
    [InlineData("school", "学校 xx school")]
    [InlineData("add", "添加 tj add")]
    [InlineData("points", "积分 jf points")]
    [InlineData("help", "帮助 help ?")]
    public void Every_word_of_a_verb_is_understood_in_any_case_and_with_a_hash(string verb, string words)
    {
        foreach (var word in words.Split(' '))
        {
            string[] spellings = [word, word.ToUpperInvariant(), $"#{word}", $"＃{word}", $" # {word} "];
            foreach (var spelling in spellings)
            {
                VerbOf(spelling).ShouldBe(verb, spelling);
            }
        }

        var known = Enum.GetValues<SeatVerb>().Single(value => value.WireName() == verb);
        SeatVerbs.WordsOf(known).Order(StringComparer.Ordinal).ShouldBe(words.Split(' ').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\u3000")]
    [InlineData("\uFEFF")]
    [InlineData(";")]
    [InlineData(";ecut;1141;7")]
    [InlineData("#")]
    [InlineData("##抢座")]
    [InlineData("抢座 ecut 1141 7")]
    [InlineData("-- t=07:00")]
    [InlineData(" -- t=07:00")]
    public void What_is_no_verb_is_unknown_and_still_answered(string text) => Refused(text).ShouldBe("verb", "unknown-verb");

    [Theory]
    [InlineData("取消; 抢座", SeatVerb.Grab)]
    [InlineData("qx，#QZ", SeatVerb.Grab)]
    [InlineData("cancel; 明日预约", SeatVerb.Grab)]
    [InlineData("取消；捡漏", SeatVerb.Watch)]
    [InlineData("Cancel; Watch;", SeatVerb.Watch)]
    public void Cancel_says_what_it_ends(string text, SeatVerb what) => Accepted(text).What.ShouldBe(what);

    [Theory]
    [InlineData("取消")]
    [InlineData("取消;")]
    [InlineData("取消; ; 抢座")]
    public void Bare_cancel_lacks_a_field(string text) => Refused(text).ShouldBe("verb", "missing-field");

    [Theory]
    [InlineData("取消; 查询")]
    [InlineData("取消; 全部")]
    public void Only_a_grab_and_a_watch_can_be_cancelled(string text) => Refused(text).ShouldBe("verb", "unknown-verb");

    [Theory]
    [InlineData("查询; 谢谢")]
    [InlineData("查询;")]
    [InlineData("查询 -- t=25:00")]
    [InlineData("查询 —— 谢谢")]
    public void Fields_and_extras_that_a_verb_does_not_use_are_ignored(string text) => Accepted(text).Canonical.ShouldBe("查询");

    private static string VerbOf(string spelling) => SeatCommandParser.Parse(spelling) switch
    {
        SeatCommand command => command.Verb.WireName(),
        SeatFault { Field: SeatField.Verb, Code: SeatFaultCode.MissingField } => "cancel",
        SeatFault => Accepted($"{spelling}; {(Refused(spelling).Field == SeatField.School ? "ecut;" : "")} {Session}").Verb.WireName(),
        _ => "none",
    };
}
