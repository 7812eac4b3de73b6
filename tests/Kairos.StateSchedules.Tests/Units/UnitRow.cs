using System.Globalization;
using System.Text;
using AdPlatform.Schedules;

namespace Kairos.StateSchedules.Tests.Units;

/// <summary>What a person sets of a unit. Instants are microseconds since 1970 UTC; an open start is <see cref="Truth.Always"/>, an open end <see cref="Truth.Never"/>.</summary>
internal sealed record UnitSchedule(string? Grid, long Start, long End, bool IsPaused = false)
{
    internal static UnitSchedule Open { get; } = new(null, Truth.Always, Truth.Never);

    internal byte[] Week => Encoding.ASCII.GetBytes(Grid ?? "");
}

/// <summary>A unit's status with all that it depends on, as one statement read them.</summary>
internal sealed record UnitRow
{
    internal required long Id { get; init; }

    internal required long Status { get; init; }

    /// <summary>Bits of the status that are not Kairos', as whoever owns them has set them last.</summary>
    internal required long Own { get; init; }

    internal required long Next { get; init; }

    internal required UnitSchedule Schedule { get; init; }

    /// <summary>When the budget was last reported as used up; never, if it was not.</summary>
    internal required long Reported { get; init; }

    /// <summary>A new day's budget lets the unit go on.</summary>
    internal required bool IsReleased { get; init; }

    /// <summary>What is wrong with it at that instant; null when nothing is.</summary>
    internal string? Fault(long now)
    {
        (long status, long next) = Right(now);
        return Status == status && Next == next ? null : string.Create(
            CultureInfo.InvariantCulture, $"unit {Id} has status {Status} and next change {Next}, not {status} and {next}, at {now}; {Schedule}, reported {Reported}");
    }

    /// <summary>What it is to be at an instant, computed by nothing of the product.</summary>
    internal (long Status, long Next) Right(long now)
    {
        // What has ended is not looked at any more: no midnight behind its end releases it.
        bool exhausted = Reported != Truth.Never && !Truth.Released(Reported, Math.Min(now, Schedule.End - 1), daily: IsReleased ? 1 : 0, spent: 0);
        byte[] week = Schedule.Week;
        long bits = Truth.Bits(week, Schedule.Start, Schedule.End, now) | (exhausted ? Truth.BudgetExhausted : 0);
        return (Own | bits, Truth.NextChange(week, Schedule.Start, Schedule.End, exhausted, now));
    }
}
