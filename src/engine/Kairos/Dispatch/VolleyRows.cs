namespace Kairos.Dispatch;

/// <summary>Deals the rows of a volley out to its workers, each row once.</summary>
/// <remarks>
/// By the handful: workers that took them one by one from one place met there at each start. What one has in hand and stands
/// still with, because its handler blocks, is taken by the others before they go on in the row. So of two rows the later may
/// begin a few handfuls before the earlier.
/// </remarks>
/// <threadsafety>All members may be called at once; a hand is for who holds it.</threadsafety>
internal sealed class VolleyRows
{
    // With fewer rows a worker takes them one by one: they are gone before it matters.
    private const int HandfulsEach = 4;

    private readonly int _count;
    private readonly int _inHand;
    private readonly Handful[] _hands;
    private int _next;
    private int _left;

    internal VolleyRows(int count, int workers)
    {
        _left = _count = count;
        _inHand = count > Handful.MostRows ? 1 : Math.Clamp(count / (HandfulsEach * workers), 1, Handful.Most);
        _hands = _inHand > 1 ? new Handful[workers] : [];
    }

    /// <summary>A hand for a worker that comes; -1 where each has its worker already, some of which block: then it takes one by one.</summary>
    internal int Hold()
    {
        for (int i = 0; i < _hands.Length; i++)
        {
            if (_hands[i].TryHold())
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The worker goes; what it has in hand is for the others.</summary>
    internal void LetGo(int hand)
    {
        if (hand >= 0)
        {
            _hands[hand].LetGo();
        }
    }

    /// <summary>The row that this worker begins now; -1 where none is left.</summary>
    /// <param name="hand">As <see cref="Hold"/> gave it.</param>
    /// <param name="isLast">All rows are taken with this one.</param>
    internal int Take(int hand, out bool isLast)
    {
        isLast = false;
        int row = hand >= 0 ? TakeFrom(hand, ref isLast) : -1;
        row = row >= 0 ? row : TakeWhatStands(hand, ref isLast);
        row = row >= 0 ? row : TakeNext(hand, ref isLast);
        return row >= 0 ? row : TakeAny(ref isLast);
    }

    private int TakeFrom(int hand, ref bool isLast)
    {
        int row = _hands[hand].Take(out int emptied);
        isLast = emptied > 0 && AreTaken(emptied);
        return row;
    }

    // One of the other hands a time: with many, to look at all of them would have all workers meet there.
    private int TakeWhatStands(int hand, ref bool isLast)
    {
        if (_hands.Length < 2)
        {
            return -1;
        }

        int other = Volatile.Read(ref _next) / _inHand % _hands.Length;
        other = other == hand ? (other + 1) % _hands.Length : other;
        int row = _hands[other].TakeWhereStill(out int emptied);
        isLast = emptied > 0 && AreTaken(emptied);
        return row;
    }

    private int TakeNext(int hand, ref bool isLast)
    {
        int most = hand >= 0 ? _inHand : 1;
        int row = Volatile.Read(ref _next) < _count ? Interlocked.Add(ref _next, most) - most : _count;
        if (row >= _count)
        {
            return -1;
        }

        if (hand >= 0)
        {
            _hands[hand].Fill(row, Math.Min(most, _count - row));
            return TakeFrom(hand, ref isLast);
        }

        isLast = AreTaken(1);
        return row;
    }

    private int TakeAny(ref bool isLast)
    {
        int row = -1;
        for (int i = 0; i < _hands.Length && row < 0; i++)
        {
            row = TakeFrom(i, ref isLast);
        }

        return row;
    }

    private bool AreTaken(int rows) => Interlocked.Add(ref _left, -rows) == 0;
}
