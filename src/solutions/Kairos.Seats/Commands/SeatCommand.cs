using System.Collections.Immutable;

namespace Kairos.Seats.Commands;

/// <summary>An accepted message. Parts that its verb does not use are absent (null, empty or false).</summary>
/// <remarks>Two commands are equal when their normal forms and their session values are.</remarks>
public sealed record SeatCommand : SeatParse
{
    /// <summary>What is asked for.</summary>
    public required SeatVerb Verb { get; init; }

    /// <summary>Abbreviation in lower case; grab, watch, school and add only. That the school exists is not known here.</summary>
    public string? School { get; init; }

    /// <summary>One to three distinct pairs in the order of the message; grab and watch only, else empty.</summary>
    public ImmutableArray<Candidate> Candidates { get; init; } = [];

    /// <summary>The pasted cookies; grab, watch, add and parse only.</summary>
    public SessionCookies? Session { get; init; }

    /// <summary>Extra 时间: the opening, local time of the school; null leaves it to the school. Grab and watch only.</summary>
    public TimeOnly? OpenAt { get; init; }

    /// <summary>Extra 模式; null leaves it to the school. Grab and watch only.</summary>
    public SeatMode? Mode { get; init; }

    /// <summary>Extra 备选=任意: when all named seats are taken, any free seat that is not barred. Grab and watch only.</summary>
    public bool FallbackAny { get; init; }

    /// <summary>What a cancel ends, <see cref="SeatVerb.Grab"/> or <see cref="SeatVerb.Watch"/>; cancel only.</summary>
    public SeatVerb? What { get; init; }

    /// <summary>The normal form, session values masked: parsed again it gives this command but for the masked values.</summary>
    public string Canonical => CanonicalText.Of(this, CanonicalText.Mask);

    /// <inheritdoc/>
    public bool Equals(SeatCommand? other) =>
        other is not null && Session == other.Session && string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Canonical);

    /// <summary>The normal form: safe to log.</summary>
    public override string ToString() => Canonical;
}
