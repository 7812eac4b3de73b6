using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

/// <summary>Each message has the fault that is expected and all later ones too.</summary>
public sealed class FaultOrderTests
{
    private const string BadExtras = " -- t=25:00";

    [Theory]
    [InlineData("抢; 1; x; x; serverid", "verb", "unknown-verb")]
    [InlineData("抢座; ; x; x; serverid", "school", "missing-field")]
    [InlineData("抢座; 1; x; x; serverid", "school", "bad-school")]
    [InlineData("抢座; ecut; x; x; serverid", "room", "not-a-number")]
    [InlineData("抢座; ecut; 1; x; y; 1; serverid", "seat", "not-a-number")]
    [InlineData("抢座; ecut; 1; 1; 99999999; x; serverid", "room", "out-of-range")]
    [InlineData("抢座; ecut; 1; 1; x", "room", "not-a-number")]
    [InlineData("抢座; ecut; 1; 1; 1; serverid", "seat", "missing-field")]
    [InlineData("抢座; ecut; 1;1; 1;2; 1;3; 1;4; 1;x; serverid", "seat", "not-a-number")]
    [InlineData("抢座; ecut; 1;1; 1;2; 1;3; 1;4; 1; serverid", "seat", "missing-field")]
    [InlineData("抢座; ecut; 1;1; 1;2; 1;3; 1;4; serverid", "room", "too-many-candidates")]
    [InlineData("抢座; ecut; 1; 1; wechatSESS_ID=; serverid", "session", "placeholder")]
    [InlineData("抢座; ecut; 1; 1; wechatSESS_ID=", "session", "missing-cookie")]
    [InlineData("抢座; ecut; 1; 1; wechatSESS_ID=; SERVERID=aa", "session", "empty-value")]
    [InlineData("抢座; ecut; 1; 1; wechatSESS_ID=bb; SERVERID=aa", "extras", "bad-time")]
    public void The_first_fault_is_told(string text, string field, string code) => Refused(text + BadExtras).ShouldBe(field, code);

    [Fact]
    public void Length_comes_before_everything() => Refused("抢; 1" + new string(' ', 4_096) + BadExtras).ShouldBe("message", "too-long");
}
