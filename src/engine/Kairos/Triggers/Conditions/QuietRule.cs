using System.Collections.Immutable;
using Kairos.Time;

namespace Kairos.Triggers.Conditions;

/// <summary>Keeps away from what other jobs do: nothing starts within <see cref="Before"/> and <see cref="After"/> of their occurrences.</summary>
/// <remarks>
/// Occurrences within <see cref="Merge"/> of each other form one span: from the earliest minus before, to the latest plus after,
/// the end not included. What is planned within a span starts at its end.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed record QuietRule
{
    /// <summary>The kinds of job whose occurrences, of any owner, make the spans.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>Instants that make spans too, whatever is planned.</summary>
    public ImmutableArray<Instant> Instants { get; init; } = [];

    /// <summary>How long before an occurrence nothing starts. Add how long a run takes, to have it over by then.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>How long after an occurrence nothing starts.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Up to which distance two occurrences are held to be one.</summary>
    public TimeSpan Merge { get; init; }

    /// <summary>The span that an instant lies in; null when there is none.</summary>
    /// <param name="at">A planned start.</param>
    /// <param name="occurrences">Of the named kinds and <see cref="Instants"/>, ascending.</param>
    public QuietSpan? SpanAt(Instant at, IReadOnlyList<Instant> occurrences)
    {
        QuietSpan? found = null;
        for (int i = 0; i < occurrences.Count;)
        {
            int last = i;
            while (last + 1 < occurrences.Count && occurrences[last + 1] - occurrences[last] <= Merge)
            {
                last++;
            }

            QuietSpan span = new(occurrences[i] - Before, occurrences[last] + After);
            if (span.From > at)
            {
                break;
            }

            if (at < span.Until)
            {
                found = found is null || span.Until > found.Value.Until ? span : found;
            }

            i = last + 1;
        }

        return found;
    }

    /// <summary>The first instant at or after <paramref name="at"/> that lies in no span.</summary>
    public Instant Settle(Instant at, IReadOnlyList<Instant> occurrences)
    {
        while (SpanAt(at, occurrences) is { } span)
        {
            at = span.Until;
        }

        return at;
    }

    /// <inheritdoc />
    public bool Equals(QuietRule? other) => other is not null && Before == other.Before && After == other.After && Merge == other.Merge
        && Kinds.AsSpan().SequenceEqual(other.Kinds.AsSpan()) && Instants.AsSpan().SequenceEqual(other.Instants.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Before, After, Merge, Kinds.Length, Instants.Length);
}

/// <summary>A span in which nothing starts: [From, Until).</summary>
/// <param name="From">Included.</param>
/// <param name="Until">Not included: what was planned within starts then.</param>
public readonly record struct QuietSpan(Instant From, Instant Until);
