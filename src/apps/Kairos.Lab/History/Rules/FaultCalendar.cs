namespace Kairos.Lab.History.Rules;

/// <summary>When something was made to fail or was settling after it, on the monotonic clock.</summary>
internal sealed class FaultCalendar
{
    private readonly List<(long From, long Until)> _spans = [];

    internal FaultCalendar(IEnumerable<HistoryEvent> faults, TimeSpan settling)
    {
        Dictionary<string, long> ends = [];
        List<FaultBegan> begun = [];
        foreach (HistoryEvent e in faults)
        {
            if (e is FaultEnded ended)
            {
                ends[ended.Fault] = ended.Mono;
            }
            else if (e is FaultBegan began)
            {
                begun.Add(began);
                Names[began.Name] = Names.GetValueOrDefault(began.Name) + 1;
            }
        }

        long after = (long)settling.TotalMicroseconds;
        foreach (FaultBegan began in begun.OrderBy(b => b.Mono))
        {
            long until = ends.TryGetValue(began.Fault, out long end) ? end + after : long.MaxValue;
            if (_spans is [.., (_, long last)] && began.Mono <= last)
            {
                _spans[^1] = _spans[^1] with { Until = Math.Max(last, until) };
            }
            else
            {
                _spans.Add((began.Mono, until));
            }
        }
    }

    /// <summary>How often each was made.</summary>
    internal SortedDictionary<string, int> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether any lies within [from, until].</summary>
    internal bool Touches(long from, long until)
    {
        // Spans are disjoint and ascending: the last that begins by then ends the latest.
        int low = 0;
        int high = _spans.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _spans[middle].From <= until ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && _spans[low - 1].Until >= from;
    }
}
