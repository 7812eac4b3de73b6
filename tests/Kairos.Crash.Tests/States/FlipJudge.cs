using AdPlatform.Schedules;
using Kairos.StateSchedules.Tests.Units;

namespace Kairos.Crash.Tests.States;

/// <summary>Holds the writes of a unit against what the clock wanted of it.</summary>
/// <param name="from">When units were added, without a state; microseconds since 1970 UTC by the database's clock, as all instants here.</param>
/// <param name="now">When they were read.</param>
internal sealed class FlipJudge(long from, long now)
{
    /// <summary>How long after its instant each flip was written.</summary>
    internal List<long> Lateness { get; } = [];

    /// <summary>Of any unit: each flip goes on from the one before, and the last led to what the unit is now.</summary>
    internal static string? ChainFault(UnitRow unit, IEnumerable<UnitWrite> writes)
    {
        long status = unit.Own;
        foreach (UnitWrite write in writes)
        {
            if (write.Was != status)
            {
                return $"{write} does not go on from {status}";
            }

            status = write.Status;
        }

        return status == unit.Status ? null : $"the writes of unit {unit.Id} lead to {status}, and it is {unit.Status}";
    }

    /// <summary>Of a unit that only the clock changes: its flips come in their order, none before its instant and none twice, and nothing is written that was there.</summary>
    internal string? ClockFault(UnitRow unit, IEnumerable<UnitWrite> writes)
    {
        List<(long At, long Status)> line = LineOf(unit);
        int reached = 0;
        foreach (UnitWrite write in writes)
        {
            if (!write.IsFlip)
            {
                if (write.NextIsSame)
                {
                    return $"{write} is of what was there";
                }

                continue;
            }

            int step = line.FindLastIndex(one => one.At <= write.At && one.Status == write.Status);
            if (step <= reached)
            {
                return $"{write} is early, or for the second time: {string.Join(", ", line)}";
            }

            reached = step;
            Lateness.Add(write.At - line[step].At);
        }

        return null;
    }

    // What it was to be from when on: nothing of Kairos' at first. Ticks may pass over what did not last, but never go back.
    private List<(long At, long Status)> LineOf(UnitRow unit)
    {
        UnitSchedule schedule = unit.Schedule;
        List<(long At, long Status)> line = [(long.MinValue, unit.Own)];
        IEnumerable<long> halfHours = Enumerable.Range(0, 3).Select(i => (from - (from % Truth.HalfHour)) + (i * Truth.HalfHour));
        foreach (long at in halfHours.Append(schedule.Start).Append(schedule.End).Where(at => at > from && at <= now).Prepend(from).Order())
        {
            long status = unit.Own | (long)Truth.Bits(schedule.Week, schedule.Start, schedule.End, at);
            if (status != line[^1].Status)
            {
                line.Add((at, status));
            }
        }

        return line;
    }
}
