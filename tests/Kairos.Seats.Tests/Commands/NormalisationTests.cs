using System.Text;
using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class NormalisationTests
{
    [Theory]
    [InlineData("ＡＢｃ１２；，＃＝：－", "ABc12;,#=:-")]
    [InlineData("\u3000", " ")]
    [InlineData("\uFB01", "fi")]
    [InlineData("\u337F", "株式会社")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\uFE10\uFE54\uFE50", ",;,")]
    public void This_process_really_normalises(string text, string expected) =>
        text.Normalize(NormalizationForm.FormKC).ShouldBe(expected);

    [Fact]
    public void Full_width_letters_digits_and_signs_count_as_ascii()
    {
        var command = Accepted("＃ＱＺ；ＥＣＵＴ，１１４１；－７；ｗｅｃｈａｔＳＥＳＳ＿ＩＤ＝ｂｂ；ＳＥＲＶＥＲＩＤ＝ａａ｜１｜２　－－　ｔ＝０７：００");

        command.Candidates.ShouldBe([new Candidate(1141, -7)]);
        command.School.ShouldBe("ecut");
        command.Session.ShouldBe(new SessionCookies { WechatSessId = "bb", ServerId = "aa|1|2" });
        command.OpenAt.ShouldBe(new TimeOnly(7, 0));
    }

    [Theory]
    [InlineData("-81")]
    [InlineData("－81")]
    [InlineData("➖81")]
    [InlineData("\u2796\uFE0F81")]
    [InlineData("\uFE6381")]
    public void Minus_signs_of_phone_keyboards_exclude(string seat) => Candidates($"1231; {seat}").ShouldBe([new Candidate(1231, -81)]);

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u200C")]
    [InlineData("\u200D")]
    [InlineData("\u2060")]
    [InlineData("\uFEFF")]
    [InlineData("\u200E")]
    [InlineData("\u202C")]
    [InlineData("\u00AD")]
    [InlineData("\uDB40\uDD00")]
    public void What_nobody_sees_is_removed_wherever_it_stands(string unseen) =>
        Accepted(string.Join(unseen, $"{unseen}抢座;ecut;1141;7;{Session}{unseen}".EnumerateRunes().Select(rune => rune.ToString())))
            .ShouldBe(Accepted($"抢座; ecut; 1141; 7; {Session}"));

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\r\n")]
    [InlineData("\u3000")]
    [InlineData("\u00A0")]
    [InlineData("\u2003")]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    public void White_space_around_fields_does_not_matter(string space) =>
        Accepted(space + string.Join($"{space};{space}", "抢座", "ecut", "1141", "7", "wechatSESS_ID=bb", "SERVERID=aa|1|2") + space)
            .ShouldBe(Accepted($"抢座;ecut;1141;7;{Session}"));

    [Fact]
    public void Dividers_mix_freely() =>
        Accepted("抢座;ecut，1141；7,wechatSESS_ID=bb，SERVERID=aa|1|2").ShouldBe(Accepted($"抢座;ecut;1141;7;{Session}"));

    [Fact]
    public void An_ideographic_comma_divides_nothing() => Refused("抢座、ecut").ShouldBe("verb", "unknown-verb");

    [Theory]
    [InlineData("\uD800")]
    [InlineData("\uDC00")]
    [InlineData("\uDC00\uD800")]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\0")]
    public void Broken_unicode_is_answered_and_shown_as_such(string broken)
    {
        Refused(broken + "座").ShouldBe("verb", "unknown-verb");
        var value = Accepted($"解析; wechatSESS_ID=b{broken}b; SERVERID=aa").Session!.WechatSessId;
        value.ShouldStartWith("b");
        value.EnumerateRunes().Count(rune => rune == Rune.ReplacementChar).ShouldBe(broken is "\0" or "\uFFFF" ? 0 : broken.Length);
    }

    [Fact]
    public void A_long_run_of_marks_keeps_its_marks()
    {
        var value = Accepted($"解析; wechatSESS_ID=q{new string('\u0302', 100)}; SERVERID=aa").Session!.WechatSessId;

        value.ShouldBe($"q{new string('\u0302', 100)}");
    }
}
