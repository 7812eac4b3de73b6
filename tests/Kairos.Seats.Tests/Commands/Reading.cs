using Kairos.Seats.Commands;

namespace Kairos.Seats.Tests.Commands;

/// <summary>Reads a message that a test expects to be accepted, or to be refused.</summary>
internal static class Reading
{
    public const string Session = "wechatSESS_ID=bb; SERVERID=aa|1|2";

    public static SeatCommand Accepted(string text) => SeatCommandParser.Parse(text) switch
    {
        SeatCommand command => command,
        SeatFault fault => throw new ShouldAssertException($"'{text}' was refused: {fault.Message}"),
        _ => throw new ShouldAssertException("Neither a command nor a fault."),
    };

    public static SeatFault Refused(string text) => SeatCommandParser.Parse(text).ShouldBeOfType<SeatFault>($"'{text}' was accepted");

    public static Candidate[] Candidates(string fields) => [.. Accepted($"抢座; ecut; {fields}; {Session}").Candidates];

    public static void ShouldBe(this SeatFault fault, string field, string code)
    {
        fault.Field.WireName().ShouldBe(field, fault.Message);
        fault.Code.WireName().ShouldBe(code, fault.Message);
    }
}
