using System.Globalization;

namespace Kairos.Seats.Commands;

/// <summary>Refusals of rooms and seats; each names the pair, counted from 1 as it was typed.</summary>
internal static class CandidateFaults
{
    internal static SeatFault Room(SeatFaultCode code, SeatCommand command, List<Candidate> good, int pair, ReadOnlySpan<char> read) => new()
    {
        Field = SeatField.Room,
        Code = code,
        Chinese = Chinese("自习室", code, pair, ShownText.Of(read), Candidate.MaxRoom, "-1230 表示排除该室"),
        English = English("room", code, pair, ShownText.Of(read), Candidate.MaxRoom, "-1230 to exclude that room"),
        Example = SeatExample.Of(command, good, SeatExample.Seat7),
    };

    internal static SeatFault Seat(SeatFaultCode code, SeatCommand command, List<Candidate> good, Candidate corrected, int pair, ReadOnlySpan<char> read) => new()
    {
        Field = SeatField.Seat,
        Code = code,
        Chinese = Chinese("座位", code, pair, ShownText.Of(read), Candidate.MaxSeat, "-7 表示排除该座"),
        English = English("seat", code, pair, ShownText.Of(read), Candidate.MaxSeat, "-7 to exclude that seat"),
        Example = SeatExample.Of(command, good, corrected),
    };

    internal static SeatFault MissingSeat(SeatCommand command, List<Candidate> good, int pair, int room)
    {
        var number = Number(pair);
        var shown = room == 0 ? "0" : ShownText.Of(Number(room));
        return new()
        {
            Field = SeatField.Seat,
            Code = SeatFaultCode.MissingField,
            Chinese = $"座位（第 {number} 组）：自习室 {shown} 后面没有座位栏；自习室和座位要成对写，0 表示任意座位。",
            English = $"seat (pair {number}): no seat field stands after room {shown}; rooms and seats go in pairs, 0 is any seat.",
            Example = SeatExample.Of(command, good, new Candidate(room, 0)),
        };
    }

    internal static SeatFault TooMany(SeatCommand command, List<Candidate> distinct) => new()
    {
        Field = SeatField.Room,
        Code = SeatFaultCode.TooManyCandidates,
        Chinese = "自习室：读到 3 个以上不同的候选；最多写 3 组自习室和座位，重复的只算一组。",
        English = "room: read more than 3 different candidates; write at most 3 pairs of room and seat, doubles count once.",
        Example = SeatExample.Of(command with { Candidates = [.. distinct.Take(3)] }),
    };

    private static string Chinese(string field, SeatFaultCode code, int pair, string shown, int max, string exclude) => code == SeatFaultCode.OutOfRange
        ? $"{field}（第 {Number(pair)} 组）：读到“{shown}”，超出范围；最大为 {Number(max)}。"
        : $"{field}（第 {Number(pair)} 组）：读到“{shown}”，不是数字；请写数字，0 或留空表示任意，{exclude}。";

    private static string English(string field, SeatFaultCode code, int pair, string shown, int max, string exclude) => code == SeatFaultCode.OutOfRange
        ? $"{field} (pair {Number(pair)}): read \"{shown}\", which is out of range: the largest is {Number(max)}."
        : $"{field} (pair {Number(pair)}): read \"{shown}\", which is not a number: write digits, 0 or nothing for any, {exclude}.";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
