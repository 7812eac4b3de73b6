using Kairos.StateSchedules.Mapping;
using Kairos.Time;

namespace Kairos.StateSchedules.Tables;

/// <summary>What a person changes of one row; what is null stays as it is.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed record StateEdit
{
    /// <summary>The grid's text, in the format of the mapping; a null within for none.</summary>
    internal SetTo<string?>? Grid { get; init; }

    /// <summary>The first instant; a null within for open.</summary>
    internal SetTo<Instant?>? Start { get; init; }

    /// <summary>The first instant no more; a null within for open.</summary>
    internal SetTo<Instant?>? End { get; init; }

    internal SetTo<bool>? Paused { get; init; }

    /// <summary>What of it a mapping has no column for, with the remedy; null when it has all.</summary>
    internal string? Fault(StateMapping mapping)
    {
        ScheduleMapping schedule = mapping.Schedule;
        string? missing = Grid is not null && schedule.Grid is null ? "schedule.grid"
            : Start is not null && schedule.Start is null ? "schedule.start"
            : End is not null && schedule.End is null ? "schedule.end"
            : Paused is not null && schedule.Paused is null && mapping.Bits.Paused == 0 ? "schedule.paused or bits.paused"
            : null;
        return missing is null ? null : $"Mapping '{mapping.Name}' has no column for this: name it as {missing}.";
    }
}

/// <summary>A value that is to be set, which may be null.</summary>
internal readonly record struct SetTo<T>(T Value);

/// <summary>What became of an edit. Only <see cref="Written"/> changed anything.</summary>
internal enum EditOutcome
{
    Written = 0,

    /// <summary>The mapping has no row with this key.</summary>
    NotFound = 1,

    /// <summary>The row is not at the version that the edit was made on.</summary>
    Moved = 2,

    /// <summary>The row of the schedule table is missing.</summary>
    NoSchedule = 3,

    /// <summary>The grid that the edit sets can't be read.</summary>
    Unreadable = 4,

    /// <summary>A column can't hold the instant: a date without time, a local time that an overlap has twice.</summary>
    NotHeld = 5,
}
