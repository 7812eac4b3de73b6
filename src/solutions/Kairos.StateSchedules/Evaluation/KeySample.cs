using System.Collections.Immutable;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>Counts rows, and keeps the keys of the first of them for who looks into it.</summary>
/// <threadsafety>For one slice.</threadsafety>
internal sealed class KeySample
{
    internal const int Most = 10;

    private readonly List<long> _keys = [];

    internal long Count { get; private set; }

    internal ImmutableArray<long> Keys => [.. _keys];

    internal void Add(long key)
    {
        Count++;
        if (_keys.Count < Most)
        {
            _keys.Add(key);
        }
    }
}
