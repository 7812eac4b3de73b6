using System.Numerics;
using Kairos.Time;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Text;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Grids;

/// <summary>An instant in a zone, made once and asked for many grids: what the zone has to say is looked up when it is made.</summary>
/// <remarks>
/// Says what <see cref="Rules.GridTrigger"/> says of one grid. The state at an instant is that of the slot its local time
/// lies in: a slot in a gap vanishes, one in an overlap lasts twice. Nothing is allocated. Only what the constructor made is
/// of use: a default value is no instant of any zone.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public readonly struct GridMoment
{
    private const long Quarter = RangesReader.Day / 96;

    // Longer than two days with the longest shift between them, so that a midnight lies within it.
    private const long BeforeMidnight = 75L * 3_600 * 1_000_000;

    private readonly ZoneOffsets _zone;

    // Until when the offset stays, and when the local week began or would have begun by it.
    private readonly long _until;
    private readonly long _week;
    private readonly int _quarter;

    /// <summary>An instant of a zone.</summary>
    /// <param name="zone">An IANA id.</param>
    /// <param name="at">From <see cref="Instant.Min"/> to <see cref="Instant.Max"/>.</param>
    /// <exception cref="ArgumentException">This machine's zone data does not know the id.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The instant is beyond what a store can keep.</exception>
    public GridMoment(string zone, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at.Micros, Instant.Min.Micros, nameof(at));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at.Micros, Instant.Max.Micros, nameof(at));
        _zone = ZoneOffsets.Of(zone);
        At = at;
        ref readonly ZoneSpan span = ref _zone.At(at.Micros);
        long ofWeek = WeeklyRanges.OfWeek(at.Micros + span.Offset);
        _until = span.Until;
        _week = at.Micros - ofWeek;
        _quarter = (int)(ofWeek / Quarter);
        NextMidnight = LocalWalk.Next(_zone, default(Midnights), at, bothPasses: false);
        LastMidnight = MidnightBefore(_zone, at);
    }

    /// <summary>The instant.</summary>
    public Instant At { get; }

    /// <summary>The first instant of a local day that lies after <see cref="At"/>; null when no store could keep it.</summary>
    /// <remarks>A day begins once: where 00:00 lies in a gap at the gap's end, where it comes twice the first time. A missing day does not begin.</remarks>
    public Instant? NextMidnight { get; }

    /// <summary>The last instant at or before <see cref="At"/> with which a local day began; <see cref="Instant.Min"/> where there is none.</summary>
    public Instant LastMidnight { get; }

    /// <summary>Whether a local day began in (<paramref name="after"/>, <see cref="At"/>].</summary>
    public bool HasMidnightAfter(Instant after) => LastMidnight > after;

    /// <summary>Whether a grid is on.</summary>
    public bool IsOn(in WeeklyGrid grid) => grid[_quarter >> Shift(grid)];

    /// <summary>The first instant strictly after <see cref="At"/> at which a grid is not as it is at <see cref="At"/>; null when it never changes.</summary>
    public Instant? NextChange(in WeeklyGrid grid)
    {
        int shift = Shift(grid);
        int slot = _quarter >> shift;
        int change = grid.NextChange(slot);
        if (change < 0)
        {
            return null;
        }

        long at = _week + (((long)change << shift) * Quarter) + (change > slot ? 0 : WeeklyRanges.Week);
        at = at < _until ? at : GridWalk.FirstOther(_zone, grid, grid[slot], _until);
        return at == GridWalk.Never ? null : new Instant(at);
    }

    // How many times a quarter of an hour is halved in a slot's number: 0 for 96 slots a day, 1 for 48, 2 for 24.
    private static int Shift(in WeeklyGrid grid) => 5 - BitOperations.TrailingZeroCount(grid.SlotsPerDay);

    private static Instant MidnightBefore(ZoneOffsets zone, Instant at)
    {
        Instant last = Instant.Min;
        Instant? next = new Instant(Math.Max(at.Micros - BeforeMidnight, Instant.Min.Micros));
        while ((next = LocalWalk.Next(zone, default(Midnights), next.Value, bothPasses: false)) <= at)
        {
            last = next.Value;
        }

        return last;
    }
}
