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

    /// <summary>The spans around occurrences of the named kinds, and around <see cref="Instants"/>.</summary>
    /// <param name="occurrences">In any order.</param>
    public QuietSpans Spans(IEnumerable<Instant> occurrences) => new(this, occurrences);

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
