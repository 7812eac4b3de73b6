using System.Diagnostics.CodeAnalysis;
using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Cron;

/// <summary>A cron expression in the dialect of Cronos: 5 fields, or 6 with the second first; what it matches, kept as bits.</summary>
/// <remarks>docs/TRIGGERS.md spells the dialect out. Matches lie in the years up to 2499; later there is none.</remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed class CronExpression : IEquatable<CronExpression>
{
    private readonly CronMasks _masks;
    private readonly TriggerFault? _hash;

    internal CronExpression(string text, CronMasks masks, bool isInterval, TriggerFault? hash, long? seed) =>
        (Text, _masks, IsInterval, _hash, Seed) = (text, masks, isInterval, hash, seed);

    /// <summary>The expression in capitals, a single space between its fields.</summary>
    public string Text { get; }

    /// <summary>The second, minute or hour field contains <c>*</c>, a range or a step: it runs in both passes of an overlap.</summary>
    public bool IsInterval { get; }

    /// <summary>It contains an <c>H</c>, whose value is drawn from the seed.</summary>
    public bool IsHashed => _hash is not null;

    /// <summary>What <c>H</c> is drawn from.</summary>
    public long? Seed { get; }

    /// <summary>It contains an <c>H</c> and has no seed: it can't be asked yet.</summary>
    public bool NeedsSeed => MissingSeed is not null;

    /// <summary>The same as a fault, which says where the first <c>H</c> stands in the text that was read; null when nothing is missing.</summary>
    public TriggerFault? MissingSeed => Seed is null ? _hash : null;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">Case and the kind and amount of white space do not matter.</param>
    /// <param name="seed">What <c>H</c> is drawn from.</param>
    /// <exception cref="TriggerFormatException">It is no cron expression; the message names the allowed values.</exception>
    public static CronExpression Parse(string text, long? seed = null) =>
        TryParse(text, seed, out CronExpression? expression, out TriggerFault? fault) ? expression : throw new TriggerFormatException(fault);

    /// <summary>Reads an expression, or says what is wrong with it.</summary>
    public static bool TryParse(string text, long? seed, [NotNullWhen(true)] out CronExpression? expression, [NotNullWhen(false)] out TriggerFault? fault)
    {
        CronParser parser = new(text, seed);
        expression = parser.Parse();
        fault = parser.Fault;
        return expression is not null;
    }

    /// <summary>The same expression with a seed for its <c>H</c>.</summary>
    public CronExpression WithSeed(long seed) => IsHashed && seed != Seed ? Parse(Text, seed) : this;

    /// <summary>The first instant strictly after <paramref name="after"/> that it matches in a zone; null when there is none up to 2499.</summary>
    /// <param name="after">Not included.</param>
    /// <param name="zone">An IANA id.</param>
    /// <exception cref="ArgumentException">This machine's zone data does not know the zone.</exception>
    /// <exception cref="InvalidOperationException">It contains an <c>H</c> and has no seed.</exception>
    public Instant? Next(Instant after, string zone = "UTC") => Next(ZoneOffsets.Of(zone), after);

    internal Instant? Next(ZoneOffsets zone, Instant after) => NeedsSeed
        ? throw new InvalidOperationException($"Cron expression '{Text}' contains an H, whose value is drawn from a seed: give one.")
        : LocalWalk.Next(zone, new CronRule(_masks), after, IsInterval);

    /// <inheritdoc />
    public bool Equals(CronExpression? other) => other is not null && Text == other.Text && (IsHashed ? Seed : null) == (other.IsHashed ? other.Seed : null);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CronExpression);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The expression.</summary>
    public override string ToString() => Text;
}
