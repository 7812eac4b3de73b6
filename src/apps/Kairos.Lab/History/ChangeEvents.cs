using Kairos.Jobs;

namespace Kairos.Lab.History;

/// <summary>A change of a job is about to be sent.</summary>
public sealed record ChangeAsked : HistoryEvent
{
    /// <summary>Names this call, unique in the whole history.</summary>
    public required string Op { get; init; }

    public required ChangeKind Change { get; init; }

    public required JobId Job { get; init; }

    /// <summary>Of an edit with a new trigger. An instant that has been run is not to be planned again: it would have two ends, and rightly so.</summary>
    public DuePlan? Plan { get; init; }
}

/// <summary>What became of a change.</summary>
public sealed record ChangeAnswered : HistoryEvent
{
    public required string Op { get; init; }

    public required ChangeResult Result { get; init; }

    /// <summary>Of an edit: the content that it brought (see <see cref="StartSeen.Version"/>).</summary>
    public int? Version { get; init; }
}

/// <summary>What is changed.</summary>
public enum ChangeKind
{
    Cancel,
    Edit,
    Pause,
    Resume,
    RunNow,
}

/// <summary>What became of a change, as its caller knows it.</summary>
public enum ChangeResult
{
    Applied,
    TooLate,
    Pending,
    NotFound,
    Conflict,
    Parked,

    /// <summary>Nothing was changed, for certain.</summary>
    Failed,

    /// <summary>No answer came: it is changed, or not.</summary>
    Unknown,
}
