using Kairos.Laws.Tests.Oracles;
using NodaTime;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Cases;

/// <summary>A zone as NodaTime knows it, and where the system's zone data says the same.</summary>
/// <remarks>NodaTime brings zone data of its own, which may be newer or older than the system's: cases are compared only where both agree.</remarks>
internal sealed class ZoneFacts
{
    private const int FirstYear = 1960;
    private const int LastYear = 2150;
    private static readonly Duration s_step = Duration.FromHours(12);
    private static readonly TimeSpan s_around = TimeSpan.FromDays(3);
    private static readonly TimeSpan s_beforeDisagreement = TimeSpan.FromDays(30);

    /// <summary>The zones of the requirement, and one without any change. After what their making needs.</summary>
    internal static readonly ZoneFacts[] All =
    [
        .. new[]
        {
            "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Asia/Amman", "Europe/Dublin", "Europe/Moscow",
            "Africa/Casablanca", "America/New_York", "America/Sao_Paulo", "Asia/Shanghai", "UTC",
        }.Select(id => new ZoneFacts(id)),
    ];

    private readonly TimeZoneInfo _system;
    private readonly long[] _changes;
    private readonly long[] _disagreements;

    private ZoneFacts(string id)
    {
        Id = id;
        Zone = DateTimeZoneProviders.Tzdb[id];
        _system = TimeZoneInfo.FindSystemTimeZoneById(id);
        NodaTime.Instant from = NodaTime.Instant.FromUtc(FirstYear, 1, 1, 0, 0);
        NodaTime.Instant until = NodaTime.Instant.FromUtc(LastYear, 1, 1, 0, 0);

        // Intervals differ by name or saving alone too: only a change of the offset is one here.
        _changes = [.. Zone.GetZoneIntervals(from, until)
            .Where(interval => interval.HasStart && interval.Start > from && Zone.GetUtcOffset(interval.Start - Duration.Epsilon) != interval.WallOffset)
            .Select(interval => NaiveScan.Of(interval.Start).Micros)];
        _disagreements = [.. Disagreements(from, until)];
        Until = new Instant(Math.Min(Micros(2099), _disagreements.FirstOrDefault(micros => micros > 0, Micros(2099)) - s_beforeDisagreement.Ticks / 10));
        NearChanges = [.. _changes.Where(change => change > 0 && change < Until.Micros).Select(micros => new Instant(micros))];
    }

    internal string Id { get; }

    internal DateTimeZone Zone { get; }

    /// <summary>Cases begin before: in 2099, or when the two zone data part (Morocco's do, from 2026f on, where the system's are older).</summary>
    internal Instant Until { get; }

    /// <summary>Changes of the offset between 1970 and <see cref="Until"/>.</summary>
    internal IReadOnlyList<Instant> NearChanges { get; }

    internal bool NeverChanges => _changes.Length == 0;

    /// <summary>Whether the system's data and NodaTime's agree from shortly before one instant to shortly after the other.</summary>
    internal bool Agrees(Instant from, Instant to) =>
        NeverChanges || (to.Micros < LastKnown && !Any(_disagreements, (from - s_around).Micros, (to + s_around).Micros));

    /// <summary>Whether the offset changes between two instants.</summary>
    internal bool ChangesBetween(Instant from, Instant to) => Any(_changes, from.Micros, to.Micros);

    internal bool IsNearChange(Instant instant) => ChangesBetween(instant - TimeSpan.FromHours(48), instant + TimeSpan.FromHours(48));

    public override string ToString() => Id;

    private static long Micros(int year) => NaiveScan.Of(NodaTime.Instant.FromUtc(year, 1, 1, 0, 0)).Micros;

    private static long LastKnown => NaiveScan.Of(NodaTime.Instant.FromUtc(LastYear - 1, 12, 25, 0, 0)).Micros;

    private IEnumerable<long> Disagreements(NodaTime.Instant from, NodaTime.Instant until)
    {
        // Twice a day, and right before and at each change that NodaTime knows: no zone changes there and back within half a day.
        IEnumerable<long> sampled = Enumerable
            .Range(0, (int)((until - from) / s_step))
            .Select(step => NaiveScan.Of(from + (s_step * step)).Micros)
            .Concat(_changes)
            .Concat(_changes.Select(change => change - 1));
        return sampled.Where(micros => !Same(NaiveScan.Noda(new Instant(micros)))).Order();
    }

    private bool Same(NodaTime.Instant at) => Zone.GetUtcOffset(at).ToTimeSpan() == _system.GetUtcOffset(at.ToDateTimeUtc());

    private static bool Any(long[] sorted, long from, long to)
    {
        int at = Array.BinarySearch(sorted, from);
        at = at < 0 ? ~at : at;
        return at < sorted.Length && sorted[at] <= to;
    }
}
