namespace Kairos.Jobs;

/// <summary>Where a live job stands. Jobs that have ended are only in the runs.</summary>
public enum JobState
{
    /// <summary>Its instant has not come, or nobody has claimed it yet.</summary>
    Waiting = 0,

    /// <summary>It can't be claimed as things are; <see cref="JobView.Reason"/> says why (an unknown kind, say).</summary>
    Parked = 1,

    /// <summary>A node holds it in memory, ahead of its instant or running it.</summary>
    Armed = 2,

    /// <summary>Its owner paused it: its open occurrence stays as it is and is not started until it is resumed.</summary>
    Paused = 3,
}
