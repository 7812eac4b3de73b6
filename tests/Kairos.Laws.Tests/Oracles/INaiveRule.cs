using NodaTime;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>Local times by their definition: which days, and which times on such a day.</summary>
internal interface INaiveRule
{
    /// <summary>In an overlap of the zone the second pass counts too.</summary>
    bool RunsInBothPasses { get; }

    bool HoldsMonth(int month);

    bool Holds(LocalDate date);

    /// <summary>In microseconds of the day, ascending, from the given one on.</summary>
    IEnumerable<long> TimesFrom(long micros);
}
