using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class ExtrasTests
{
    [Theory]
    [InlineData("--")]
    [InlineData("—")]
    [InlineData("––")]
    [InlineData("——")]
    [InlineData("－－")]
    [InlineData("➖➖")]
    [InlineData("-－")]
    public void Extras_begin_at_any_of_the_dashes(string dashes)
    {
        Grab($"{Session} {dashes} t=07:00").OpenAt.ShouldBe(new TimeOnly(7, 0));
        Grab($"{Session}\u3000{dashes}t=07:00").OpenAt.ShouldBe(new TimeOnly(7, 0));
    }

    [Theory]
    [InlineData("SERVERID=a--b")]
    [InlineData("SERVERID=a—b")]
    [InlineData("SERVERID=a - b")]
    [InlineData("SERVERID=a – b")]
    [InlineData("SERVERID=a -– b")]
    public void A_dash_that_is_none_of_these_is_part_of_the_value(string server)
    {
        var command = Grab($"wechatSESS_ID=bb; {server}");

        command.Session!.ServerId.ShouldBe(server["SERVERID=".Length..]);
        command.OpenAt.ShouldBeNull();
    }

    [Fact]
    public void Extras_begin_at_the_last_dashes_with_white_space_before_them()
    {
        var command = Grab("wechatSESS_ID=bb; SERVERID=aa --b -- t=07:00");

        command.Session!.ServerId.ShouldBe("aa --b");
        command.OpenAt.ShouldBe(new TimeOnly(7, 0));
    }

    [Fact]
    public void Extras_are_cut_off_before_the_fields_are_divided()
    {
        var command = Grab($"{Session} -- t=07:00; 模式=明，备选=任意;");

        command.ShouldBe(Grab($"{Session} -- t=07:00 模式=明 备选=任意"));
        Refused($"抢座; ecut; 1141; 7 -- t=07:00; {Session}").ShouldBe("session", "missing-cookie");
    }

    [Theory]
    [InlineData("时间=7:00", "07:00:00")]
    [InlineData("时间=07:00", "07:00:00")]
    [InlineData("t=20:10:05", "20:10:05")]
    [InlineData("T=0:00", "00:00:00")]
    [InlineData("t=23:59:59", "23:59:59")]
    [InlineData("时间：7:00", null)]
    [InlineData("时间＝２０：１０", "20:10:00")]
    [InlineData("t = 7:00", "07:00:00")]
    [InlineData("t=6:00 t=7:00", "07:00:00")]
    public void Time_is_read(string extras, string? time)
    {
        if (time is null)
        {
            Refused($"抢座; ecut; 1141; 7; {Session} -- {extras}").ShouldBe("extras", "unknown-extra");
        }
        else
        {
            Grab($"{Session} -- {extras}").OpenAt.ShouldBe(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("t=25:00")]
    [InlineData("t=24:00")]
    [InlineData("t=7:60")]
    [InlineData("t=7:00:60")]
    [InlineData("t=7")]
    [InlineData("t=7:0")]
    [InlineData("t=7:00:0")]
    [InlineData("t=7:00:00:00")]
    [InlineData("t=007:00")]
    [InlineData("t=:00")]
    [InlineData("t=-7:00")]
    [InlineData("t=七:00")]
    [InlineData("t=")]
    [InlineData("t")]
    [InlineData("时间= 模式=明")]
    public void What_is_no_time_is_refused(string extras) => Refused($"捡漏; ecut; 1141; 7; {Session} -- {extras}").ShouldBe("extras", "bad-time");

    [Theory]
    [InlineData("模式=今", SeatMode.Today)]
    [InlineData("模式=明", SeatMode.Tomorrow)]
    [InlineData("模式=今 模式=明", SeatMode.Tomorrow)]
    public void Mode_is_read(string extras, SeatMode mode) => Grab($"{Session} -- {extras}").Mode.ShouldBe(mode);

    [Theory]
    [InlineData("模式=今天", "bad-mode")]
    [InlineData("模式=", "bad-mode")]
    [InlineData("备选=随便", "bad-fallback")]
    [InlineData("备选=", "bad-fallback")]
    [InlineData("任意", "unknown-extra")]
    [InlineData("备用=任意", "unknown-extra")]
    [InlineData("=", "unknown-extra")]
    [InlineData("- t=07:00", "unknown-extra")]
    [InlineData("t=07:00 模式=x 备选=y", "bad-mode")]
    [InlineData("z=1 模式=x", "unknown-extra")]
    public void The_first_faulty_extra_is_told(string extras, string code) =>
        Refused($"抢座; ecut; 1141; 7; {Session} -- {extras}").ShouldBe("extras", code);

    [Fact]
    public void Without_extras_nothing_is_set()
    {
        var command = Grab($"{Session} --");

        (command.OpenAt, command.Mode, command.FallbackAny).ShouldBe((null, null, false));
        Grab($"{Session} -- 备选=任意").FallbackAny.ShouldBeTrue();
    }

    private static SeatCommand Grab(string rest) => Accepted($"抢座; ecut; 1141; 7; {rest}");
}
