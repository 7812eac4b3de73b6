using System.Collections.Immutable;

namespace Kairos.Seats.Commands;

/// <summary>The commands, each with an example, and what a user must know before sending a session.</summary>
/// <remarks>Each language fits into one chat answer of 2,048 bytes.</remarks>
public static class SeatHelp
{
    private const string Session = "wechatSESS_ID=…; SERVERID=…";

    /// <summary>All verbs in the order of the help.</summary>
    public static ImmutableArray<SeatHelpTopic> Topics { get; } =
    [
        new(SeatVerb.Grab, "开放瞬间抢座，候选最多 3 组", "take a seat at the opening second; up to 3 candidates", $"抢座; ecut; 1141; 7; 1141; 8; {Session}", $"grab; ecut; 1141; 7; 1141; 8; {Session}"),
        new(SeatVerb.Watch, "当天有人退座就要", "take a seat that somebody gives back today", $"捡漏; ecut; 1141; 0; {Session}", $"watch; ecut; 1141; 0; {Session}"),
        new(SeatVerb.Status, "进行中的任务和最近结果", "my live tasks and last results", "查询", "status"),
        new(SeatVerb.Result, "上次抢座的详情", "the last grab in full", "结果", "jg"),
        new(SeatVerb.WatchResult, "上次捡漏的详情", "the last watch in full", "捡漏结果", "jljg"),
        new(SeatVerb.Cancel, "取消抢座或捡漏", "cancel my grab or watch", "取消; 抢座", "cancel; grab"),
        new(SeatVerb.School, "开放时间、自习室编号", "opening time and rooms with ids", "学校; ecut", "school; ecut"),
        new(SeatVerb.Add, "从场馆读取自习室", "read a school's rooms from the venue", $"添加; ecut; {Session}", $"add; ecut; {Session}"),
        new(SeatVerb.Parse, "看 Cookie 读成什么，不保存", "how a paste is read; keeps nothing", $"解析; {Session}", $"jx; {Session}"),
        new(SeatVerb.Points, "我的积分和名次", "my points and rank", "积分", "points"),
        new(SeatVerb.Help, "本说明", "this text", "帮助", "help"),
    ];

    /// <summary>The risk of sending a session, how it is kept and how it is revoked, in Chinese.</summary>
    public static string CredentialWarningChinese =>
        "⚠️ 会话 Cookie 就是登录凭证：谁拿到都能以您的身份操作，它也会留在聊天记录里。本系统用 AES-GCM 加密保存，密钥不在数据库中，回复和日志从不显示。"
        + "作废：在场馆退出登录或改密码；发“取消; 抢座”或“取消; 捡漏”停掉任务。";

    /// <summary>The risk of sending a session, how it is kept and how it is revoked, in English.</summary>
    public static string CredentialWarningEnglish =>
        "⚠️ A session cookie is a credential: whoever has it can act as you, and it stays in your chat history. It is kept sealed (AES-GCM, "
        + "key outside the database) and never shown in answers or logs. To revoke it: log out or change your password at the venue; "
        + "\"cancel; grab\" or \"cancel; watch\" stops the task.";

    /// <summary>The whole help in Chinese.</summary>
    public static string Chinese { get; } =
        string.Concat(Topics.Select(topic => $"🔸 {topic.Verb.Word()}：{topic.Chinese}\n{topic.Example}\n"))
        + "各栏用 ; 或 ， 隔开。自习室、座位：0 任意，-7 排除。末尾可加 -- 时间=07:00 模式=明 备选=任意\n"
        + CredentialWarningChinese;

    /// <summary>The whole help in English.</summary>
    public static string English { get; } =
        string.Concat(Topics.Select(topic => $"🔸 {topic.English}\n{topic.EnglishExample}\n"))
        + "Fields are divided by ; or , Room and seat: 0 any, -7 excluded. At the end, if you like: -- t=07:00 模式=明 (tomorrow; 今 today) 备选=任意 (else any free seat)\n"
        + CredentialWarningEnglish;
}
