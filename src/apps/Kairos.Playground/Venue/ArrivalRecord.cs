namespace Kairos.Playground.Venue;

/// <summary>Every request, as the venue saw it arrive: what a rehearsal is judged by.</summary>
/// <threadsafety>Safe for any number of threads; an entry costs one short lock.</threadsafety>
internal sealed class ArrivalRecord(VenueClock clock, Opening opening)
{
    // At some 150 bytes each this bounds a venue that is left running; a rehearsal makes far fewer.
    private const int Most = 1_000_000;

    private readonly Lock _lock = new();
    private readonly Queue<Visit> _visits = new();
    private long _seq;

    /// <summary>Stamps the arrival of a request. It is on record once <see cref="Close"/> was called.</summary>
    public Visit Arrive(string route)
    {
        // Under the lock, so that the numbers follow the arrivals.
        lock (_lock)
        {
            var now = clock.Now;
            return new Visit { Seq = ++_seq, Arrival = now, OpensAt = opening.RoundAt(now).OpensAt, Route = route };
        }
    }

    /// <summary>Puts the request on record, with its answer.</summary>
    public void Close(Visit visit)
    {
        lock (_lock)
        {
            if (_visits.Count == Most)
            {
                _visits.Dequeue();
            }

            _visits.Enqueue(visit);
        }
    }

    /// <summary>All on record that came after the given number, in the order of arrival.</summary>
    public IReadOnlyList<Visit> After(long seq)
    {
        List<Visit> visits;
        lock (_lock)
        {
            visits = [.. _visits];
        }

        visits.RemoveAll(visit => visit.Seq <= seq);
        visits.Sort(static (one, other) => one.Seq.CompareTo(other.Seq));
        return visits;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _visits.Clear();
        }
    }
}
