using Kairos.StateSchedules.Evaluation;
using Kairos.Triggers.Grids;
using static Kairos.StateSchedules.Tests.Evaluation.Rows;

namespace Kairos.StateSchedules.Tests.Evaluation;

/// <summary>Rows by chance: their grids, dates and budgets, and what their state is, computed directly.</summary>
internal sealed class ChanceRows
{
    private const int MostDays = 2 * 367;
    private readonly HalfHours _time;
    private readonly bool[][] _slots;
    private readonly int[] _shifts;
    private readonly bool[][] _allows;

    // The first day on which the budget is open again; all before that are exhausted.
    private readonly int[] _releaseDays;

    // The half hour that first sees the row ended: nothing changes from there on, its budget neither.
    private readonly int[] _lastSteps;

    internal ChanceRows(HalfHours time, int count, Random random, bool hasBudgets)
    {
        _time = time;
        (Starts, Ends, Grids, HasBudget) = (new long[count], new long[count], new WeeklyGrid[count], new bool[count]);
        (_slots, _shifts, _allows, _releaseDays, _lastSteps) = (new bool[count][], new int[count], new bool[count][], new int[count], new int[count]);
        for (int row = 0; row < count; row++)
        {
            _shifts[row] = random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 };
            _slots[row] = Slots(random, 7 * (96 >> _shifts[row]));
            Grids[row] = WeeklyGrid.Of(_slots[row]);
            (Starts[row], Ends[row]) = Dates(random);
            int last = Array.BinarySearch(time.Micros, Ends[row]);
            _lastSteps[row] = last < 0 ? ~last : last;
            HasBudget[row] = hasBudgets && random.Next(3) == 0;
            _allows[row] = [.. Enumerable.Range(0, MostDays).Select(_ => random.Next(3) != 0)];
        }
    }

    internal int Count => Starts.Length;

    internal long[] Starts { get; }

    internal long[] Ends { get; }

    internal WeeklyGrid[] Grids { get; }

    internal bool[] HasBudget { get; }

    /// <summary>Whether slots begin at steps only, so that each change shows at one.</summary>
    internal bool IsCoarse(int row) => _shifts[row] > 0;

    internal bool Allows(int row, int step) => _allows[row][_time.Days[step]];

    /// <summary>The budget is used up: it is open again on the first day after this one that allows it.</summary>
    internal void Exhaust(int row, int step)
    {
        int day = _time.Days[step] + 1;
        while (day < MostDays && !_allows[row][day])
        {
            day++;
        }

        _releaseDays[row] = Ends[row] <= _time.Micros[step] ? int.MaxValue : day;
    }

    /// <summary>The state bits at a half hour.</summary>
    internal long Direct(int row, int step)
    {
        long now = _time.Micros[step];
        long exhausted = _time.Days[Math.Min(step, _lastSteps[row])] < _releaseDays[row] ? Exhausted : 0;
        return Ends[row] <= now ? Ended | exhausted
            : Starts[row] > now ? NotStarted | exhausted
            : _slots[row][_time.Quarters[step] >> _shifts[row]] ? exhausted : Outside | exhausted;
    }

    // Slot by slot, in long stretches, or the same hours on some days: each makes other changes.
    private static bool[] Slots(Random random, int count)
    {
        bool[] slots = new bool[count];
        int kind = random.Next(8);
        int perDay = count / 7;
        (int from, int until, int days) = (random.Next(perDay), random.Next(perDay + 1), random.Next(128));
        for (int slot = 0; slot < count; slot++)
        {
            slots[slot] = kind switch
            {
                0 => random.Next(2) == 0,
                1 or 2 or 3 => slot > 0 && random.Next(20) != 0 ? slots[slot - 1] : random.Next(2) == 0,
                4 => false,
                _ => (days & (1 << (slot / perDay))) != 0 && slot % perDay >= from && slot % perDay < until,
            };
        }

        slots[random.Next(count)] ^= random.Next(10) != 0;
        return slots;
    }

    // Open, on a half hour, or to the microsecond; some end before they start.
    private (long Start, long End) Dates(Random random)
    {
        long start = random.Next(2) == 0 ? RowBatch.Open : At(random);
        long end = random.Next(2) == 0 ? RowBatch.Never : At(random);
        return end < start && end != RowBatch.Never && random.Next(5) != 0 ? (end, start) : (start, end);
    }

    private long At(Random random) => _time.Micros[random.Next(_time.Count)] + (random.Next(3) == 0 ? 0 : random.NextInt64(1_800_000_000));
}
