namespace Kairos.Jobs;

/// <summary>What became of a submit. Whatever is acknowledged here is on disk.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Id">The job that now holds the content, or that stands in the way.</param>
/// <param name="Running">An occurrence of the replaced job had started when it was replaced, or just then, and goes on with the old content; without this, the old content never starts any more.</param>
public sealed record SubmitAnswer(SubmitStatus Status, JobId Id, bool Running = false)
{
    /// <summary>From store to engine: the fence under which the replaced job is held, null when nobody holds it. Callers see <see cref="Running"/>.</summary>
    public long? HeldUnder { get; init; }

    /// <summary>The content asked for is stored (now, or by an earlier submit with this idempotency key), or kept as agreed.</summary>
    public bool Accepted => Status is SubmitStatus.Created or SubmitStatus.Replaced or SubmitStatus.Kept or SubmitStatus.Repeated;
}

/// <summary>What happened to a submit.</summary>
public enum SubmitStatus
{
    /// <summary>A new job.</summary>
    Created = 0,

    /// <summary>The live job of this key took the new content.</summary>
    Replaced = 1,

    /// <summary>The live job of this key stayed as it was.</summary>
    Kept = 2,

    /// <summary>This idempotency key and content had been submitted before: the answer of that time.</summary>
    Repeated = 3,

    /// <summary>Refused: a live job has this key.</summary>
    KeyTaken = 4,

    /// <summary>Refused: this idempotency key was used for other content.</summary>
    IdempotencyConflict = 5,
}
