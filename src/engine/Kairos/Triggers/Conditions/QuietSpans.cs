using System.Collections.Immutable;
using Kairos.Time;

namespace Kairos.Triggers.Conditions;

/// <summary>The spans of a quiet rule around given occurrences: ascending, apart from each other.</summary>
/// <threadsafety>Immutable.</threadsafety>
public sealed class QuietSpans
{
    private readonly ImmutableArray<QuietSpan> _spans;

    internal QuietSpans(QuietRule rule, IEnumerable<Instant> occurrences)
    {
        ImmutableArray<QuietSpan>.Builder spans = ImmutableArray.CreateBuilder<QuietSpan>();
        Instant[] all = [.. occurrences.Concat(rule.Instants).Order()];
        for (int i = 0; i < all.Length;)
        {
            int last = i;
            while (last + 1 < all.Length && all[last + 1] - all[last] <= rule.Merge)
            {
                last++;
            }

            Add(spans, new QuietSpan(all[i] - rule.Before, all[last] + rule.After));
            i = last + 1;
        }

        _spans = spans.ToImmutable();
    }

    /// <summary>No span.</summary>
    public static QuietSpans None { get; } = new(new QuietRule(), []);

    /// <summary>The spans, ascending.</summary>
    public ImmutableArray<QuietSpan> All => _spans;

    /// <summary>The span that an instant lies in; null when there is none.</summary>
    public QuietSpan? At(Instant instant)
    {
        int low = 0;
        int high = _spans.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _spans[middle].Until <= instant ? (middle + 1, high) : (low, middle);
        }

        return low < _spans.Length && _spans[low].From <= instant ? _spans[low] : null;
    }

    // Where one ends and the next has begun, nothing could start between.
    private static void Add(ImmutableArray<QuietSpan>.Builder spans, QuietSpan span)
    {
        if (span.From >= span.Until)
        {
            return;
        }

        if (spans.Count > 0 && spans[^1].Until >= span.From)
        {
            spans[^1] = spans[^1] with { Until = Instant.Later(spans[^1].Until, span.Until) };
        }
        else
        {
            spans.Add(span);
        }
    }
}
