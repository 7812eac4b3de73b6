using Kairos.Stores;
using Kairos.Time;

namespace Kairos.PostgreSql.Verbs;

/// <summary>From where an arm looks: the head of its index may be dead.</summary>
/// <remarks>
/// What has been claimed leaves its entry behind, and a snapshot that somebody holds for long keeps it there: an arm that
/// walks over all of them takes 42 ms and more where 3 would do. So an arm goes on where the last one that was filled ended,
/// and looks at all of its span again each second, at most a twentieth of the time: what was planned behind the mark since
/// is overdue by then anyway, and found a second later.
/// </remarks>
/// <threadsafety>For one arm at a time; two at once may look at more than they need.</threadsafety>
internal sealed class LowWater(TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private const int Share = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<bool, Mark> _marks = [];

    /// <summary>Whether the next arm of a span that begins here looks at all of it.</summary>
    public bool IsFull(Instant from)
    {
        lock (_lock)
        {
            return IsFull_NeedsLock(from);
        }
    }

    public Instant Begin(Instant from)
    {
        lock (_lock)
        {
            if (IsFull_NeedsLock(from))
            {
                _marks[IsOpen(from)] = new Mark(from, time.GetTimestamp(), TimeSpan.Zero, Measuring: true);
                return from;
            }

            return Instant.Later(from, _marks[IsOpen(from)].Low);
        }
    }

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
            _marks[IsOpen(span.From)] = rows.Count == span.Limit
                ? mark with { Low = Instant.Later(from, rows[^1].At) }
                : mark with { Low = span.From };
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

    private readonly record struct Mark(Instant Low, long LookedAt, TimeSpan Cost, bool Measuring);
}
