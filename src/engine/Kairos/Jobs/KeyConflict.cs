namespace Kairos.Jobs;

/// <summary>What a submit does when a live job of the same owner, kind and key is there already.</summary>
public enum KeyConflict
{
    /// <summary>The submit is refused and names the job that is there.</summary>
    Reject,

    /// <summary>The job that is there stays as it is and is the answer.</summary>
    Keep,

    /// <summary>The job that is there takes the new content: same id, version + 1.</summary>
    Replace,
}
