using System.Globalization;
using System.Runtime.InteropServices;

namespace Kairos.Laws.Tests;

/// <summary>Counts what the cases were, so that the shares are measured and not hoped for.</summary>
internal sealed class Census
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    internal long this[string what] => _counts.GetValueOrDefault(what);

    internal void Count(string what) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, what, out _)++;

    internal void CountIf(bool condition, string what)
    {
        if (condition)
        {
            Count(what);
        }
    }

    /// <summary>Takes in the counts of another; one thread at a time.</summary>
    internal void Add(Census other)
    {
        foreach ((string what, long count) in other._counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, what, out _) += count;
        }
    }

    internal double Share(string what, string of) => (double)this[what] / Math.Max(1, this[of]);

    internal IEnumerable<string> Lines(string of) => _counts
        .OrderBy(count => count.Key, StringComparer.Ordinal)
        .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key,-44} {count.Value,10:#,0} {100.0 * count.Value / this[of],6:0.0} %"));
}
