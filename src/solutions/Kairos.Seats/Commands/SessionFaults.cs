namespace Kairos.Seats.Commands;

/// <summary>Refusals of the session. They tell which cookie, never a value and never the name of another cookie.</summary>
internal static class SessionFaults
{
    private const string HowChinese = "请在浏览器打开场馆的选座页面，按 F12，在“网络”里点任一请求，复制整行 Cookie 请求头粘贴到最后";

    private const string HowEnglish =
        "open the venue's seat page in a browser, press F12, pick any request under Network, and paste its whole Cookie header at the end";

    internal static SeatFault Placeholder(SeatCommand command) => Of(
        command,
        SeatFaultCode.Placeholder,
        "读到的是说明里的占位词（sessionid、serverid、wechat_sess_id），不是您自己的 wechatSESS_ID 和 SERVERID",
        "read a placeholder of the instructions (sessionid, serverid, wechat_sess_id), not your own wechatSESS_ID and SERVERID");

    internal static SeatFault Missing(SeatCommand command, bool wechatSeen, bool serverSeen) => (wechatSeen, serverSeen) switch
    {
        (false, false) => Of(
            command,
            SeatFaultCode.MissingCookie,
            "没有读到 wechatSESS_ID 和 SERVERID（名称须一字不差）",
            "read neither wechatSESS_ID nor SERVERID (names are compared as written)"),
        (true, _) => Of(command, SeatFaultCode.MissingCookie, "读到了 wechatSESS_ID，缺少 SERVERID", "read wechatSESS_ID, but SERVERID is missing"),
        _ => Of(command, SeatFaultCode.MissingCookie, "读到了 SERVERID，缺少 wechatSESS_ID", "read SERVERID, but wechatSESS_ID is missing"),
    };

    internal static SeatFault Empty(SeatCommand command, bool wechatEmpty, bool serverEmpty)
    {
        var (chinese, english) = (wechatEmpty, serverEmpty) switch
        {
            (true, true) => ("wechatSESS_ID 和 SERVERID 的值是空的", "wechatSESS_ID and SERVERID have no value"),
            (true, _) => ("wechatSESS_ID 的值是空的", "wechatSESS_ID has no value"),
            _ => ("SERVERID 的值是空的", "SERVERID has no value"),
        };
        return Of(command, SeatFaultCode.EmptyValue, chinese, english);
    }

    private static SeatFault Of(SeatCommand command, SeatFaultCode code, string chinese, string english) => new()
    {
        Field = SeatField.Session,
        Code = code,
        Chinese = $"会话：{chinese}；{HowChinese}。",
        English = $"session: {english}; {HowEnglish}.",
        Example = SeatExample.Of(command),
    };
}
