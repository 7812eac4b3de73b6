namespace AdPlatform.Schedules;

/// <summary>When a row with slots is to show, and its budget. Filled for one row after another.</summary>
/// <remarks>Instants are microseconds since 1970 UTC.</remarks>
internal sealed class Schedule
{
    private readonly byte[] _week = new byte[Week.Slots];

    /// <summary>Whether it has a grid; without one it is always inside its slots.</summary>
    internal bool HasGrid { get; set; }

    /// <summary>The grid's 336 characters; empty where it has none.</summary>
    internal ReadOnlySpan<byte> Grid => HasGrid ? _week : [];

    internal Span<byte> GridToDraw => _week;

    /// <summary>The first instant; <see cref="Truth.Always"/> where it is open.</summary>
    internal long Start { get; set; }

    /// <summary>The first instant no more; <see cref="Truth.Never"/> where it is open.</summary>
    internal long End { get; set; }

    internal bool Paused { get; set; }

    internal bool Exhausted { get; set; }

    internal long Daily { get; set; }

    internal long Spent { get; set; }
}
