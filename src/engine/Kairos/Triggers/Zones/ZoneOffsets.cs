using System.Collections.Concurrent;
using Kairos.Time;

namespace Kairos.Triggers.Zones;

/// <summary>A zone's offsets, found from the offsets of instants and kept: local times without allocation.</summary>
/// <remarks>
/// The zone's own questions for invalid and ambiguous times answer wrongly on .NET 10 for Asia/Amman, Europe/Moscow and
/// Pacific/Apia, so the way from UTC to local is the only one taken.
/// </remarks>
/// <threadsafety>All members may be called at once: what is computed twice is the same twice.</threadsafety>
internal sealed class ZoneOffsets
{
    // 2^45 us are 407 days: two or three changes in most, found by a few comparisons.
    private const int PieceBits = 45;
    private const int PiecesOfPage = 64;

    // No zone changed twice within six hours; the nearest pair in the zone data lies days apart.
    private const long Step = 6L * 3_600 * MicrosPerSecond;
    private const long MicrosPerSecond = 1_000_000;

    // Facts of this machine's zone data, which do not change while a process runs; as many as there are ids.
    private static readonly ConcurrentDictionary<string, ZoneOffsets> s_known = new(StringComparer.Ordinal);

    // As numbers the compiler knows them; as fields of a struct they would be read from memory at each question.
    private static readonly long s_first = Instant.Min.Micros;
    private static readonly long s_last = Instant.Max.Micros;

    private readonly TimeZoneInfo _zone;
    private readonly ZoneSpan[]?[]?[] _pages = new ZoneSpan[]?[(int)(((Instant.Max.Micros - Instant.Min.Micros) >> PieceBits) / PiecesOfPage) + 1][];

    // Where the offset never changes, as in UTC: all of time in one span, with nothing to look up.
    private readonly ZoneSpan[]? _always;

    private ZoneOffsets(TimeZoneInfo zone)
    {
        _zone = zone;
        _always = zone.GetAdjustmentRules().Length == 0 ? [new ZoneSpan(s_first, s_last + 1, OffsetOf(0))] : null;
    }

    /// <summary>The offsets of UTC.</summary>
    internal static ZoneOffsets Utc { get; } = Of("UTC");

    /// <summary>The offsets of an IANA zone.</summary>
    /// <exception cref="ArgumentException">This machine's zone data does not know the id.</exception>
    internal static ZoneOffsets Of(string id) =>
        s_known.TryGetValue(id, out ZoneOffsets? known) ? known : s_known.GetOrAdd(id, new ZoneOffsets(LocalTimes.Zone(id)));

    /// <summary>The span that an instant lies in. It may end where the same offset goes on: at the border of what is kept in one piece.</summary>
    /// <param name="micros">From <see cref="Instant.Min"/> to <see cref="Instant.Max"/>; what lies beyond counts as those.</param>
    internal ref readonly ZoneSpan At(long micros)
    {
        if (_always is { } always)
        {
            return ref always[0];
        }

        long clamped = Math.Clamp(micros, s_first, s_last);
        uint number = (uint)((clamped - s_first) >> PieceBits);
        ZoneSpan[] piece = Volatile.Read(ref _pages[number / PiecesOfPage])?[number % PiecesOfPage] ?? Find((int)number);
        int i = piece.Length - 1;
        while (piece[i].From > clamped)
        {
            i--;
        }

        return ref piece[i];
    }

    /// <summary>Microseconds of UTC to microseconds of local time.</summary>
    internal long ToLocal(long micros) => micros + At(micros).Offset;

    private ZoneSpan[] Find(int number)
    {
        ZoneSpan[]?[] page = Volatile.Read(ref _pages[number / PiecesOfPage]) ?? new ZoneSpan[PiecesOfPage][];
        page = Interlocked.CompareExchange(ref _pages[number / PiecesOfPage], page, null) ?? page;
        ZoneSpan[] piece = Spans(number);
        Volatile.Write(ref page[number % PiecesOfPage], piece);
        return piece;
    }

    private ZoneSpan[] Spans(int number)
    {
        List<ZoneSpan> spans = [];
        long from = Instant.Min.Micros + ((long)number << PieceBits);
        long until = Math.Min(from + (1L << PieceBits), Instant.Max.Micros + 1);
        long begun = from;
        long offset = OffsetOf(from);
        for (long low = from; low < until; low += Step)
        {
            long high = Math.Min(low + Step, until - 1);
            long next = OffsetOf(high);
            if (next != offset)
            {
                long change = Change(low, high, offset);
                spans.Add(new ZoneSpan(begun, change, offset));
                (begun, offset) = (change, next);
            }
        }

        spans.Add(new ZoneSpan(begun, until, offset));
        return [.. spans];
    }

    // The first second at which the offset is no longer the given one; zone data has no finer changes.
    private long Change(long low, long high, long offset)
    {
        long before = WholeSeconds(low);
        long after = WholeSeconds(high);
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            (before, after) = OffsetOf(middle * MicrosPerSecond) == offset ? (middle, after) : (before, middle);
        }

        return after * MicrosPerSecond;
    }

    private static long WholeSeconds(long micros) => (micros / MicrosPerSecond) - (micros % MicrosPerSecond < 0 ? 1 : 0);

    private long OffsetOf(long micros) => _zone.GetUtcOffset(new Instant(micros).ToDateTimeOffset().UtcDateTime).Ticks / TimeSpan.TicksPerMicrosecond;
}
