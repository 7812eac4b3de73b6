using Kairos.Stores;
using Kairos.Time;

namespace Kairos.PostgreSql.Verbs;

/// <summary>From where an arm looks: the head of its index may be dead.</summary>
/// <remarks>
/// What has been claimed leaves its entry behind, and a snapshot that somebody holds for long keeps it there: an arm that
/// walks over all of them takes 42 ms and more where 3 would do. So an arm goes on where the last one that was filled ended,
/// and looks at all of its span again each second, at most a twentieth of the time. What this process itself puts behind
/// the mark of timed work, or is called for, lowers it: found a second later it would start late. What is overdue is late
/// already.
/// </remarks>
/// <threadsafety>All members may be called at once; arms that overlap may look at more than they need.</threadsafety>
internal sealed class LowWater(TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private const int Share = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<bool, Mark> _marks = [];

    public Instant Begin(Instant from)
    {
        lock (_lock)
        {
            Mark mark = _marks.GetValueOrDefault(IsOpen(from), new Mark { Lowered = Instant.Max });
            bool full = IsFull_NeedsLock(from);
            if (full)
            {
                mark = mark with { Low = from, LookedAt = time.GetTimestamp(), Cost = TimeSpan.Zero, Measuring = true };
            }

            _marks[IsOpen(from)] = mark with { Looking = mark.Looking + 1, Lowered = mark.Looking == 0 ? Instant.Max : mark.Lowered };
            return full ? from : Instant.Later(from, mark.Low);
        }
    }

    /// <summary>Something is free and timed from this instant on, as of a commit before this call.</summary>
    public void Lower(Instant at)
    {
        lock (_lock)
        {
            if (_marks.TryGetValue(false, out Mark mark))
            {
                // A look that is under way may have begun before that commit.
                _marks[false] = mark with { Low = Instant.Earlier(mark.Low, at), Lowered = Instant.Earlier(mark.Lowered, at) };
            }
        }
    }

    /// <summary>After each <see cref="Begin"/>, with no rows where it failed.</summary>
    public void End(ArmSpan span, Instant from, IReadOnlyList<ArmedRow> rows)
    {
        lock (_lock)
        {
            Mark mark = _marks[IsOpen(span.From)];
            if (mark.Measuring)
            {
                mark = mark with { Cost = time.GetElapsedTime(mark.LookedAt), Measuring = false };
            }

            // Filled: all below the last row is taken. Not filled: so is all there was, and the next looks from the beginning.
            Instant low = rows.Count == span.Limit ? Instant.Later(from, rows[^1].At) : span.From;
            _marks[IsOpen(span.From)] = mark with { Low = Instant.Earlier(low, mark.Lowered), Looking = mark.Looking - 1 };
        }
    }

    // What is overdue is looked for from the beginning of time, what is timed from a moment ago: two places in the index.
    private static bool IsOpen(Instant from) => from == Instant.Min;

    private bool IsFull_NeedsLock(Instant from)
    {
        if (!_marks.TryGetValue(IsOpen(from), out Mark mark) || mark.Low <= from)
        {
            return true;
        }

        TimeSpan pause = mark.Cost * Share > s_period ? mark.Cost * Share : s_period;
        return time.GetElapsedTime(mark.LookedAt) >= pause;
    }

    // Looking: arms under way. Lowered: to where, since the first of them began.
    private readonly record struct Mark(Instant Low, long LookedAt, TimeSpan Cost, bool Measuring, int Looking, Instant Lowered);
}
