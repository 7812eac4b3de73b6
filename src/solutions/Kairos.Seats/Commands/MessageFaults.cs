namespace Kairos.Seats.Commands;

/// <summary>Refusals of the message as a whole, of its verb and of its school.</summary>
internal static class MessageFaults
{
    private static readonly SeatCommand AnyGrab = new() { Verb = SeatVerb.Grab };

    internal static SeatFault TooLong() => new()
    {
        Field = SeatField.Message,
        Code = SeatFaultCode.TooLong,
        Chinese = "消息：超过 4096 个字符，未读取；请只发一条指令，Cookie 只留 wechatSESS_ID 和 SERVERID。",
        English = "message: longer than 4,096 characters, not read; send one command, and of the cookies only wechatSESS_ID and SERVERID.",
        Example = SeatExample.Of(AnyGrab),
    };

    internal static SeatFault UnknownVerb(ReadOnlySpan<char> read)
    {
        var shown = ShownText.Of(read);
        return new()
        {
            Field = SeatField.Verb,
            Code = SeatFaultCode.UnknownVerb,
            Chinese = $"指令：{ReadChinese(read, shown)}；第一栏应为 抢座、捡漏、查询、取消 等，各栏用 ; 隔开，全部指令请发“帮助”。",
            English = $"verb: {ReadEnglish(read, shown)}; the first field must be grab, watch, status, cancel or another verb, the fields are divided by ;, and \"help\" tells them all.",
            Example = SeatExample.Of(AnyGrab),
        };
    }

    internal static SeatFault NothingToCancel() => new()
    {
        Field = SeatField.Verb,
        Code = SeatFaultCode.MissingField,
        Chinese = "指令：“取消”后面什么也没有；请写明取消 抢座 还是 捡漏。",
        English = "verb: nothing stands after \"cancel\"; say whether to cancel grab or watch.",
        Example = "取消; 抢座",
    };

    internal static SeatFault CannotCancel(ReadOnlySpan<char> read)
    {
        var shown = ShownText.Of(read);
        return new()
        {
            Field = SeatField.Verb,
            Code = SeatFaultCode.UnknownVerb,
            Chinese = $"指令：不能取消“{shown}”；只能取消 抢座 或 捡漏。",
            English = $"verb: \"{shown}\" cannot be cancelled; only grab and watch can.",
            Example = "取消; 抢座",
        };
    }

    internal static SeatFault MissingSchool(SeatCommand command) => new()
    {
        Field = SeatField.School,
        Code = SeatFaultCode.MissingField,
        Chinese = $"学校：“{command.Verb.Word()}”后面没有学校；请写学校简称。",
        English = $"school: nothing stands after the verb \"{command.Verb.WireName()}\"; write the school's abbreviation.",
        Example = SeatExample.Of(command),
    };

    internal static SeatFault BadSchool(SeatCommand command, ReadOnlySpan<char> read)
    {
        var shown = ShownText.Of(read);
        return new()
        {
            Field = SeatField.School,
            Code = SeatFaultCode.BadSchool,
            Chinese = $"学校：读到“{shown}”，不是学校简称；应以字母开头，后接 1 到 15 个字母或数字。",
            English = $"school: read \"{shown}\", which is no abbreviation: write a letter and then 1 to 15 letters or digits.",
            Example = SeatExample.Of(command),
        };
    }

    private static string ReadChinese(ReadOnlySpan<char> read, string shown) => read.IsEmpty ? "第一栏是空的" : $"不认识“{shown}”";

    private static string ReadEnglish(ReadOnlySpan<char> read, string shown) => read.IsEmpty ? "the first field is empty" : $"\"{shown}\" is unknown";
}
