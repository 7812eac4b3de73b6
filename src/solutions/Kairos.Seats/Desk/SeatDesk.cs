using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Seats.Desk;

/// <summary>Takes commands, one line of text each, whatever channel they came by, and answers them.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class SeatDesk
{
    private readonly EngineClock _clock;
    private readonly CommandLog _log;
    private readonly GrabDesk _grabs;
    private readonly SchoolDesk _schools;

    internal SeatDesk(ISideTables tables, EngineClock clock, GrabDesk grabs, SchoolDesk schools)
    {
        (_clock, _grabs, _schools) = (clock, grabs, schools);
        _log = new CommandLog(tables);
    }

    /// <summary>Carries out one command of a user. The answer never holds a session value.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was kept; the message names the remedy.</exception>
    public async ValueTask<SeatReply> ExecuteAsync(string owner, string text, CancellationToken ct)
    {
        SeatParse parse = SeatCommandParser.Parse(text);
        SeatReply reply = parse is SeatCommand command
            ? await ExecuteAsync(owner, command, ct)
            : RefusalOf((SeatFault)parse);
        string redacted = SeatRedaction.Of(text, parse);
        await _log.AddAsync(_clock.Now, owner, (parse as SeatCommand)?.Verb.ToString(), reply.Ok ? null : reply.Code, redacted, ct);
        return reply;
    }

    private ValueTask<SeatReply> ExecuteAsync(string owner, SeatCommand command, CancellationToken ct) => command.Verb switch
    {
        SeatVerb.Grab => _grabs.SubmitAsync(owner, command, ct),
        SeatVerb.Status => _grabs.StatusAsync(owner, ct),
        SeatVerb.Result => _grabs.ResultAsync(owner, ct),
        SeatVerb.Cancel when command.What == SeatVerb.Grab => _grabs.CancelAsync(owner, ct),
        SeatVerb.School => _schools.ShowAsync(command.School!, ct),
        SeatVerb.Add => _schools.AddAsync(command.School!, ct),
        SeatVerb.Parse => ValueTask.FromResult(ReadingOf(command)),
        SeatVerb.Help => ValueTask.FromResult(SeatReply.Done("help", SeatHelp.Chinese, SeatHelp.English)),
        _ => ValueTask.FromResult(SeatReply.Refused(
            "not-in-this-version",
            "verb",
            "本版本还没有捡漏和积分：抢座请发 抢座; 学校; 自习室; 座位; 会话",
            "watching for freed seats and points are not in this version: to grab at the opening send grab; school; room; seat; session")),
    };

    private static SeatReply RefusalOf(SeatFault fault) => new()
    {
        Ok = false,
        Code = fault.Code.WireName(),
        Field = fault.Field.WireName(),
        Chinese = $"❌ {fault.Chinese}\n例：{fault.Example}",
        English = $"❌ {fault.English}\nExample: {fault.Example}",
    };

    private static SeatReply ReadingOf(SeatCommand command)
    {
        SessionAge? age = SessionAge.Of(command.Session!);
        (string chinese, string english) = age is null
            ? ("看不出会话的时间", "its age can't be told")
            : ($"首次 {age.FirstSeen:yyyy-MM-dd HH:mm:ss}Z，最近 {age.LastSeen:yyyy-MM-dd HH:mm:ss}Z", $"first seen {age.FirstSeen:yyyy-MM-dd HH:mm:ss}Z, last seen {age.LastSeen:yyyy-MM-dd HH:mm:ss}Z");
        return SeatReply.Done(
            "read",
            $"🔸 两个 Cookie 都找到了（{SessionCookies.WechatName} 和 {SessionCookies.ServerName}）；{chinese}。没有保存。",
            $"🔸 Both cookies were found ({SessionCookies.WechatName} and {SessionCookies.ServerName}); {english}. Nothing was kept.");
    }
}
