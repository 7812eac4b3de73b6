namespace Kairos.Dispatch;

/// <summary>How many rows go into one statement: few as a rule, many while there is a backlog and each statement still ends soon.</summary>
/// <remarks>
/// What a statement and its commit cost beside its rows is then paid once for thousands. Few as a rule: the last of a large
/// batch waits for the first.
/// </remarks>
/// <threadsafety>All members may be called at once; of two changes at one moment one may be lost.</threadsafety>
internal sealed class GrowingBatch(int least, int most, TimeSpan soon)
{
    private volatile int _grown;

    internal int Size => least + _grown;

    /// <summary>A statement failed, perhaps because it was too large for the time it had.</summary>
    internal void Failed() => _grown = 0;

    /// <summary>A statement with so many rows took so long.</summary>
    internal void Took(int rows, TimeSpan time)
    {
        int size = Size;
        bool isFull = rows >= size;
        if (isFull && time < soon / 2)
        {
            int by = time < soon / 4 ? 4 : 2;
            _grown = Math.Max(0, Math.Min(by * size, most) - least);
        }
        else if (time > soon || rows < size / 2)
        {
            _grown = Math.Max(0, (size / 2) - least);
        }
    }
}
