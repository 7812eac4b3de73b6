using System.Globalization;
using System.Text;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Grabs;
using Kairos.Seats.Venues;
using Kairos.Triggers;

namespace Kairos.Seats.Results;

/// <summary>Results for people, in Chinese and English.</summary>
internal static class ResultText
{
    private const string Stamp = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>One line.</summary>
    internal static (string Chinese, string English) Line(GrabResult result)
    {
        (string chinese, string english) = Meaning(result.Notes.Outcome);
        string sign = result.Notes.Outcome is "booked" or "already-booked" ? "✅" : "❌";
        string seat = result.Notes.Booked is { } booked ? $" [{booked.Room}] [{booked.Seat}]" : string.Empty;
        return ($"{sign} {chinese}{seat}", $"{sign} {english}{seat}");
    }

    /// <summary>Everything that happened.</summary>
    internal static (string Chinese, string English) Full(GrabResult result, SeatCatalogue catalogue)
    {
        GrabNotes notes = result.Notes;
        School? school = catalogue.Find(notes.School);
        (string chinese, string english) = Line(result);
        StringBuilder zh = new(notes.School.Length == 0 ? $"任务: {result.Job}\n" : $"学校: {notes.School}   任务: {result.Job}\n提交: {Local(notes.Submitted, school)}\n");
        StringBuilder en = new(notes.School.Length == 0 ? $"task: {result.Job}\n" : $"school: {notes.School}   task: {result.Job}\nsubmitted: {Local(notes.Submitted, school)}\n");
        foreach (TryNote t in notes.Tries)
        {
            Room? room = catalogue.Rooms(notes.School).FirstOrDefault(r => r.Id == t.Room);
            string place = room is null ? $"[{t.Room}]" : $"[{room.Name} ({room.Floor})]";
            (string meaning, string meaningEnglish) = Meaning(Wire.CodeOf(t.Code));
            string after = t.AfterOpeningMs.ToString("+0.0;-0.0", CultureInfo.InvariantCulture);
            zh.Append(CultureInfo.InvariantCulture, $"候选 {t.Candidate}: {place} 座位 [{t.Seat}]\n执行: {Local(t.Sent, school)}（开放后 {after} ms 发出，{t.TookMs:0} ms 后答复）\n结果: {meaning} - {t.Text}\n");
            en.Append(CultureInfo.InvariantCulture, $"candidate {t.Candidate}: {place} seat [{t.Seat}]\nexecuted: {Local(t.Sent, school)} (sent {after} ms after the opening, answered after {t.TookMs:0} ms)\nresult: {meaningEnglish} - {t.Text}\n");
        }

        string reason = result.Run.Reason is { } r && notes.Tries.IsEmpty ? $"\n{r}" : string.Empty;
        return ($"{zh}{chinese}{reason}", $"{en}{english}{reason}");
    }

    /// <summary>A venue instant as the school's people read it.</summary>
    internal static string Local(DateTimeOffset instant, School? school) =>
        TimeZoneInfo.ConvertTime(instant, LocalTimes.Zone(school?.Zone ?? "UTC")).ToString(Stamp, CultureInfo.InvariantCulture);

    private static (string Chinese, string English) Meaning(string code) => code switch
    {
        "booked" => ("预定成功，已核对", "booked, and read back"),
        "already-booked" => ("您本来就有座位", "you had a seat already"),
        "session-expired" => ("会话已失效，请重新复制后再发", "the session has expired: copy a fresh one and send again"),
        "unreachable" => ("场馆没有应答", "the venue did not answer"),
        "stale-page" => ("页面过期，多次刷新仍被拒绝", "the page was stale, again and again"),
        "contended" => ("一直有人在选这个座位", "someone else kept choosing this seat"),
        "taken" => ("座位已被别人预定", "the seat was taken"),
        "needs-human" => ("场馆要求验证码，请本人操作", "the venue asks for a captcha: act in person"),
        "closed" => ("自习室已关闭", "the room is closed"),
        "refused" => ("场馆拒绝了这位用户", "the venue refuses this user"),
        "not-open-yet" => ("场馆还没有开放", "the venue had not opened"),
        "unconfirmed" => ("场馆说成功但查不到预约，请自行核对", "the venue said booked but shows no reservation: check it yourself"),
        GrabNotes.Unsettled => ("服务器在预定途中中断，是否成功无法得知，请自行核对", "a server died while it was booking, and whether it did can't be told: check at the venue"),
        GrabNotes.Broken => ("抢座没有执行完", "the grab did not come to its end"),
        _ => ("场馆的答复不认识", "the venue's answer is not known"),
    };
}
