using System.Runtime.InteropServices;

namespace Kairos.Dispatch;

/// <summary>Attempts that have ended, in the order in which they did, each linked to its neighbour.</summary>
/// <threadsafety>Added to by anyone; taken from by one at a time.</threadsafety>
/// <remarks>It has lines of the cache to itself: who adds to one does not wait for who adds to another.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 200)]
internal sealed class EndedLine
{
    // The last that was added, linked to those before it.
    [FieldOffset(128)]
    private Armed? _last;

    // The first that is to be taken, linked to those after it. Written by whoever takes.
    [FieldOffset(56)]
    private volatile Armed? _first;

    internal bool IsEmpty => _first is null && Volatile.Read(ref _last) is null;

    internal void Add(Armed armed)
    {
        Armed? before = Volatile.Read(ref _last);
        while (true)
        {
            armed.Neighbour = before;
            Armed? found = Interlocked.CompareExchange(ref _last, armed, before);
            if (found == before)
            {
                return;
            }

            before = found;
        }
    }

    /// <summary>Until the batch has so many.</summary>
    internal void TakeInto(List<Finished> batch, int most)
    {
        while (batch.Count < most && (_first ?? TurnRound()) is { } armed)
        {
            _first = armed.Neighbour;
            armed.Neighbour = null;
            batch.Add(armed.End);
        }
    }

    // From the order of "before" to that of "after".
    private Armed? TurnRound()
    {
        Armed? first = null;
        Armed? next = Interlocked.Exchange(ref _last, null);
        while (next is { } armed)
        {
            next = armed.Neighbour;
            armed.Neighbour = first;
            first = armed;
        }

        return first;
    }
}
