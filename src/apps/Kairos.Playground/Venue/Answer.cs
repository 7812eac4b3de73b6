namespace Kairos.Playground.Venue;

/// <summary>What the venue answers. The numbers are the codes of the API.</summary>
internal enum Answer
{
    Done = 0,
    AlreadyBooked = 1,
    SessionExpired = 2,
    StalePage = 3,
    NoSuchSeat = 4,
    Contended = 5,
    Taken = 6,
    CaptchaDemanded = 7,
    RoomClosed = 8,
    Blacklisted = 9,
    TooEarly = 10,
    NothingToGiveBack = 11,
}

/// <summary>The words that go with the codes.</summary>
internal static class AnswerWords
{
    public static string Message(this Answer answer) => answer switch
    {
        Answer.Done => "预定成功",
        Answer.AlreadyBooked => "您已经预定了座位",
        Answer.SessionExpired => "登录已失效，请重新进入",
        Answer.StalePage => "参数不正确",
        Answer.NoSuchSeat => "该座位不存在",
        Answer.Contended => "选座中,请稍候",
        Answer.Taken => "该座位已被预定",
        Answer.CaptchaDemanded => "请输入验证码",
        Answer.RoomClosed => "阅览室已关闭",
        Answer.Blacklisted => "黑名单用户无法预定座位",
        Answer.TooEarly => "预约尚未开始",
        Answer.NothingToGiveBack => "没有可退的预定",
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Give the new answer its words here."),
    };

    /// <summary>The same in English, for the pages.</summary>
    public static string English(this Answer answer) => answer switch
    {
        Answer.Done => "Seat reserved",
        Answer.AlreadyBooked => "You already have a seat",
        Answer.SessionExpired => "Your session is over, please enter again",
        Answer.StalePage => "This page is out of date, here is a fresh one",
        Answer.NoSuchSeat => "There is no such seat",
        Answer.Contended => "Somebody is choosing this seat, try again shortly",
        Answer.Taken => "This seat is taken",
        Answer.CaptchaDemanded => "Too many requests: a captcha is demanded",
        Answer.RoomClosed => "This room is closed",
        Answer.Blacklisted => "You are on the blacklist and cannot reserve",
        Answer.TooEarly => "Reservations have not opened yet",
        Answer.NothingToGiveBack => "There is no reservation to give back",
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Give the new answer its words here."),
    };
}
