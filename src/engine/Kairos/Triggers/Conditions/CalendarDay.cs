using System.Collections.Immutable;

namespace Kairos.Triggers.Conditions;

/// <summary>A date that a calendar puts in.</summary>
/// <param name="Date">Local.</param>
/// <param name="Sessions">[from, until) in microseconds of the day; empty for the sessions of every day.</param>
internal readonly record struct CalendarDay(DateOnly Date, ImmutableArray<(long From, long Until)> Sessions);
