namespace Kairos.Triggers.Zones;

/// <summary>A set of local times, without a zone: what a rule means before gaps and overlaps come in.</summary>
internal interface ILocalRule
{
    /// <summary>Where there is no further time.</summary>
    const long Never = long.MaxValue;

    /// <summary>The first of the times at or after <paramref name="local"/>, in microseconds since 1970-01-01T00:00 local; <see cref="Never"/> when there is none.</summary>
    long AtOrAfter(long local);
}
