using Kairos.Triggers;

namespace Kairos.Jobs;

/// <summary>What is to change about a job. What is null stays as it is.</summary>
/// <threadsafety>Immutable as long as the payload's memory is not written to.</threadsafety>
public sealed record JobEdit
{
    /// <summary>
    /// When it is due. The open occurrence is planned anew, from now, as if it were submitted; what has run so far no
    /// longer counts. Without it the open occurrence stands, its retries and snoozes too.
    /// </summary>
    public Trigger? Trigger { get; init; }

    /// <summary>JSON in UTF-8, up to 1 MiB.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    /// <summary>Among jobs of one instant the higher goes first. -100 to 100.</summary>
    public int? Priority { get; init; }

    /// <summary>Starts within one occurrence, its first included. 1 to 1,000.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The version that is to be edited: another one answers <see cref="ChangeAnswer.Conflict"/>. Null edits whichever stands.</summary>
    public int? Version { get; init; }
}
