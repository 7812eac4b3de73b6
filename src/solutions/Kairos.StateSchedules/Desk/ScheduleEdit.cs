using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Desk;

/// <summary>What is to change of one row's schedule. What is null stays as it is.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed record ScheduleEdit
{
    /// <summary>The grid, written in the mapping's format.</summary>
    public string? Grid { get; init; }

    /// <summary>No grid any more; not together with <see cref="Grid"/>.</summary>
    public bool DropsGrid { get; init; }

    /// <summary>The first instant.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>No first instant any more; not together with <see cref="Start"/>.</summary>
    public bool OpensStart { get; init; }

    /// <summary>The first instant no more.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>No end any more; not together with <see cref="End"/>.</summary>
    public bool OpensEnd { get; init; }

    /// <summary>Whether a person has paused it.</summary>
    public bool? Paused { get; init; }

    /// <summary>What is wrong with it, with the remedy; null when nothing is.</summary>
    internal string? Fault() => this switch
    {
        { Grid: null, DropsGrid: false, Start: null, OpensStart: false, End: null, OpensEnd: false, Paused: null } => "The edit changes nothing: give a grid, a start, an end or a pause.",
        { Grid: not null, DropsGrid: true } => "The edit sets a grid and takes it away: give one of the two.",
        { Start: not null, OpensStart: true } => "The edit sets a start and takes it away: give one of the two.",
        { End: not null, OpensEnd: true } => "The edit sets an end and takes it away: give one of the two.",
        { Start: { } start, End: { } end } when end <= start => $"The end, {Instant.From(end)}, is not after the start, {Instant.From(start)}: the row would never be on.",
        _ => null,
    };

    internal StateEdit ToEdit() => new()
    {
        Grid = Grid is not null || DropsGrid ? new SetTo<string?>(Grid) : null,
        Start = Start is not null || OpensStart ? new SetTo<Instant?>(InstantOf(Start)) : null,
        End = End is not null || OpensEnd ? new SetTo<Instant?>(InstantOf(End)) : null,
        Paused = Paused is { } paused ? new SetTo<bool>(paused) : null,
    };

    private static Instant? InstantOf(DateTimeOffset? value) => value is { } instant ? Instant.From(instant) : null;
}
