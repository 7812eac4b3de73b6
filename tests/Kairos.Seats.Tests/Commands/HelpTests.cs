using System.Text;
using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class HelpTests
{
    [Fact]
    public void Every_verb_has_its_line_and_its_examples_are_accepted()
    {
        SeatHelp.Topics.Select(topic => topic.Verb).Order().ShouldBe(Enum.GetValues<SeatVerb>().Order());
        foreach (var topic in SeatHelp.Topics)
        {
            Accepted(topic.Example).Verb.ShouldBe(topic.Verb);
            Accepted(topic.EnglishExample).ShouldBe(Accepted(topic.Example));
            SeatHelp.Chinese.ShouldContain(topic.Example);
            SeatHelp.English.ShouldContain(topic.EnglishExample);
        }
    }

    [Fact]
    public void The_help_says_that_a_session_is_a_credential()
    {
        string[] chinese = ["凭证", "AES-GCM", "密钥不在数据库", "退出登录", "改密码", "取消"];
        string[] english = ["credential", "AES-GCM", "key outside the database", "log out", "change your password", "cancel"];

        SeatHelp.Chinese.ShouldEndWith(SeatHelp.CredentialWarningChinese);
        SeatHelp.English.ShouldEndWith(SeatHelp.CredentialWarningEnglish);
        chinese.ShouldAllBe(part => SeatHelp.CredentialWarningChinese.Contains(part, StringComparison.Ordinal));
        english.ShouldAllBe(part => SeatHelp.CredentialWarningEnglish.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_language_fits_into_one_chat_answer()
    {
        Encoding.UTF8.GetByteCount(SeatHelp.Chinese).ShouldBeLessThanOrEqualTo(2_048);
        Encoding.UTF8.GetByteCount(SeatHelp.English).ShouldBeLessThanOrEqualTo(2_048);
    }

    [Fact]
    public void The_extras_of_the_help_are_accepted()
    {
        var extras = SeatHelp.Chinese.Split('\n').Single(line => line.Contains(" -- ", StringComparison.Ordinal)).Split(" -- ")[1];

        Accepted($"抢座; ecut; {Session} -- {extras}").FallbackAny.ShouldBeTrue();
    }
}
