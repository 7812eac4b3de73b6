namespace Kairos.Jobs;

/// <summary>What became of a change of a job: a cancel, a pause, a resume, an edit, a run now. It tells the truth at its moment.</summary>
/// <remarks>After <see cref="Applied"/> nothing starts any more as it was before the change.</remarks>
public enum ChangeAnswer
{
    /// <summary>It is on disk, and no occurrence has started or will start without it.</summary>
    Applied = 0,

    /// <summary>
    /// The occurrence has started and goes on as it was. A cancel tells its handler and ends the job with it, a pause
    /// pauses the job when it has ended, an edit counts from the next start; a run now has nothing to do.
    /// </summary>
    TooLate = 1,

    /// <summary>
    /// The node that holds it is not this one; it, or its successor, settles the matter as if it were too late. A run now
    /// changes nothing then: the job is about to start there at its instant, or runs.
    /// </summary>
    Pending = 2,

    /// <summary>This owner has no such live job, or has had it cancelled and it is about to end. Nothing was changed.</summary>
    NotFound = 3,

    /// <summary>The change was meant for another version of the job than the one that stands. Nothing was changed.</summary>
    Conflict = 4,

    /// <summary>A run now of a job that can't be run as things are; <see cref="JobView.Reason"/> says why. Nothing was changed.</summary>
    Parked = 5,
}
