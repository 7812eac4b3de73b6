namespace Kairos.Seats.Commands;

/// <summary>Refusals of what stands after <c>--</c>.</summary>
internal static class ExtraFaults
{
    private static readonly TimeOnly SomeTime = new(7, 0);

    internal static SeatFault BadTime(SeatCommand command, ReadOnlySpan<char> read)
    {
        var shown = ShownText.Of(read);
        return Of(
            SeatFaultCode.BadTime,
            $"时间读到“{shown}”，不是一天中的时刻；请写 时:分 或 时:分:秒，如 7:00 或 20:10:00",
            $"时间 (time) read \"{shown}\", which is no time of the day: write hour:minute or hour:minute:second, such as 7:00 or 20:10:00",
            command with { OpenAt = SomeTime });
    }

    internal static SeatFault BadMode(SeatCommand command, ReadOnlySpan<char> read)
    {
        var shown = ShownText.Of(read);
        return Of(
            SeatFaultCode.BadMode,
            $"模式读到“{shown}”；只能是 今（预约今天）或 明（预约明天）",
            $"模式 (mode) read \"{shown}\": write 今 (for today) or 明 (for tomorrow)",
            command with { Mode = SeatMode.Tomorrow });
    }

    internal static SeatFault BadFallback(SeatCommand command, ReadOnlySpan<char> read)
    {
        var shown = ShownText.Of(read);
        return Of(
            SeatFaultCode.BadFallback,
            $"备选读到“{shown}”；只能是 任意（所写座位都没了就要任意空座）",
            $"备选 (fallback) read \"{shown}\": write 任意 (any free seat when all named ones are taken)",
            command with { FallbackAny = true });
    }

    internal static SeatFault Unknown(SeatCommand command, ReadOnlySpan<char> name)
    {
        var shown = ShownText.Of(name);
        return Of(
            SeatFaultCode.UnknownExtra,
            $"不认识“{shown}”；-- 之后只能写 时间=、模式=、备选=",
            $"\"{shown}\" is unknown; after -- write 时间= (or t=), 模式= or 备选=",
            command with { OpenAt = SomeTime, Mode = SeatMode.Tomorrow, FallbackAny = true });
    }

    private static SeatFault Of(SeatFaultCode code, string chinese, string english, SeatCommand corrected) => new()
    {
        Field = SeatField.Extras,
        Code = code,
        Chinese = $"附加项：{chinese}。",
        English = $"extras: {english}.",
        Example = SeatExample.Of(corrected),
    };
}
