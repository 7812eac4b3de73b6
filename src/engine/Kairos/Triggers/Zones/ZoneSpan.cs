namespace Kairos.Triggers.Zones;

/// <summary>A stretch of time in which a zone's offset stays the same: [From, Until), in microseconds of UTC.</summary>
/// <param name="From">Included.</param>
/// <param name="Until">Not included.</param>
/// <param name="Offset">Local minus UTC, in microseconds.</param>
internal readonly record struct ZoneSpan(long From, long Until, long Offset)
{
    /// <summary>The local time with which it begins.</summary>
    internal long LocalFrom => From + Offset;

    /// <summary>The local time with which it ends, not included.</summary>
    internal long LocalUntil => Until + Offset;
}
