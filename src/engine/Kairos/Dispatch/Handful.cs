using System.Runtime.InteropServices;

namespace Kairos.Dispatch;

/// <summary>Rows of a volley that one worker has taken together, on lines of the cache of its own.</summary>
/// <threadsafety>Held by one worker at a time, which alone fills it; rows may be taken by any.</threadsafety>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct Handful
{
    /// <summary>How many rows it has at most.</summary>
    internal const int Most = 16;

    /// <summary>A volley of more rows than this goes without.</summary>
    internal const int MostRows = (1 << RowBits) - Most;

    private const int RowBits = 24;
    private const int CountBits = 8;

    // The next row, the one behind the last, and how many there were, in one word: it is taken from and filled at once.
    [FieldOffset(0)]
    private long _rows;

    [FieldOffset(8)]
    private int _isHeld;

    [FieldOffset(12)]
    private int _seen;

    internal bool TryHold() => Volatile.Read(ref _isHeld) == 0 && Interlocked.CompareExchange(ref _isHeld, 1, 0) == 0;

    internal void LetGo() => Volatile.Write(ref _isHeld, 0);

    /// <summary>For its holder, when it is empty.</summary>
    internal void Fill(int first, int count) => Interlocked.Exchange(ref _rows, ((long)first << (RowBits + CountBits)) | ((long)(first + count) << CountBits) | (uint)count);

    /// <summary>The next row; -1 where none is left.</summary>
    /// <param name="emptied">How many rows it had, when this was the last of them; else 0.</param>
    internal int Take(out int emptied)
    {
        long rows = Volatile.Read(ref _rows);
        while (Next(rows) < End(rows))
        {
            long found = Interlocked.CompareExchange(ref _rows, rows + (1L << (RowBits + CountBits)), rows);
            if (found == rows)
            {
                emptied = Next(rows) + 1 == End(rows) ? (int)(rows & ((1 << CountBits) - 1)) : 0;
                return Next(rows);
            }

            rows = found;
        }

        emptied = 0;
        return -1;
    }

    /// <summary>The same, where nobody holds it, or whoever does has taken none since this was asked last.</summary>
    internal int TakeWhereStill(out int emptied)
    {
        emptied = 0;
        int next = Next(Volatile.Read(ref _rows));
        bool stands = Volatile.Read(ref _isHeld) == 0 || next == Volatile.Read(ref _seen);
        int row = stands ? Take(out emptied) : -1;
        Volatile.Write(ref _seen, row >= 0 ? row + 1 : next);
        return row;
    }

    private static int Next(long rows) => (int)(rows >>> (RowBits + CountBits));

    private static int End(long rows) => (int)((rows >> CountBits) & ((1 << RowBits) - 1));
}
