namespace Kairos.Seats.Commands;

/// <summary>What a message asks for.</summary>
public enum SeatVerb
{
    /// <summary>抢座: take a seat at the opening instant.</summary>
    Grab,

    /// <summary>捡漏: poll for a seat that somebody gives back.</summary>
    Watch,

    /// <summary>查询: the user's live tasks and the last result of each kind.</summary>
    Status,

    /// <summary>结果: the last grab's result in full.</summary>
    Result,

    /// <summary>捡漏结果: the last watch's result in full.</summary>
    WatchResult,

    /// <summary>解析: says how a pasted text is read and keeps nothing.</summary>
    Parse,

    /// <summary>取消: ends the live grab or watch.</summary>
    Cancel,

    /// <summary>学校: a school's opening time and rooms.</summary>
    School,

    /// <summary>添加: reads a school's rooms from the venue.</summary>
    Add,

    /// <summary>积分: points and rank.</summary>
    Points,

    /// <summary>帮助: the commands, each with an example.</summary>
    Help,
}
