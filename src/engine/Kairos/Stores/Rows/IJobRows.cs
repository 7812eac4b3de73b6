using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores.Rows;

/// <summary>A job's row and its record as changes and ends read and write them, each store in its own SQL.</summary>
/// <remarks>
/// All calls of one change are in one transaction, and from the first reading of a row to its end nobody else writes that
/// row. A call whose row is not as it was read is a mistake, and throws.
/// </remarks>
internal interface IJobRows
{
    /// <summary>The job of this owner.</summary>
    ValueTask<Standing?> ReadAsync(string owner, JobId id);

    /// <summary>The row goes.</summary>
    ValueTask DeleteAsync(JobId id);

    /// <summary>Leaves word for the end of the hold.</summary>
    ValueTask WantAsync(Hold hold, Want want);

    /// <summary>Lets the node that holds the job know that something was asked of it; nothing where one process has all holds.</summary>
    ValueTask AskHolderAsync(Hold hold, AskKind ask);

    /// <summary>Hands the hold back; what is then to be named to change the row further.</summary>
    ValueTask<Hold> ReleaseAsync(Hold hold);

    /// <summary>The job is paused, and its hold, if there is one, given up.</summary>
    ValueTask PauseAsync(Hold hold);

    /// <summary>The paused job waits for <paramref name="next"/>, if version and occurrence are those that were read; false when they are not.</summary>
    ValueTask<bool> ResumeAsync(JobId id, ResumePlan read, NextStart next);

    /// <summary>Writes the content that is not null; version + 1.</summary>
    ValueTask EditContentAsync(Hold hold, JobChange change);

    /// <summary>Writes a new plan.</summary>
    ValueTask EditPlanAsync(Hold hold, NewPlan plan);

    /// <summary>Plans the job, which nobody holds, for now; version + 1.</summary>
    ValueTask RunNowAsync(Hold hold, Instant due, Instant at);

    /// <summary>The last occurrence in the record.</summary>
    ValueTask<Instant?> LastDueAsync(JobId id);

    /// <summary>The row under this hold, as the end of a run needs it; null when the hold is no more.</summary>
    ValueTask<HeldRow?> ReadHeldAsync(Hold hold);

    /// <summary>The hold ends, and the row's own plan stands.</summary>
    ValueTask FollowOwnPlanAsync(Hold hold, bool keepLosses);

    /// <summary>The hold ends, and the row is planned so.</summary>
    ValueTask PlanNextAsync(Hold hold, NextStart next, bool keepLosses, int ran);

    /// <summary>This very run is in the record, under whatever number it was given.</summary>
    ValueTask<bool> StandsAsync(RunView run);

    /// <summary>
    /// Records a run. A number that is taken gives way to the next free one: an occurrence that is planned again after
    /// an edit may be skipped or cancelled again, each time as attempt 0.
    /// </summary>
    ValueTask RecordAsync(RunView run);
}
