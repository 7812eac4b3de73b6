using System.Globalization;

namespace Kairos.Laws.Tests.Cases;

/// <summary>One item of a field's list, as a structure: what it means is read off here, never from its text.</summary>
/// <param name="Form">What it looks like.</param>
/// <param name="From">The value, or the first.</param>
/// <param name="To">The last of a range.</param>
/// <param name="Step">1 where none is written.</param>
internal sealed record CronPart(PartForm Form, int From = 0, int To = 0, int Step = 1)
{
    internal static readonly CronPart Star = new(PartForm.Star);

    /// <summary>How the first value is written where not as a number.</summary>
    internal string? FromName { get; init; }

    internal string? ToName { get; init; }

    /// <summary>A question mark instead of a star.</summary>
    internal bool IsQuestion { get; init; }

    /// <summary>A step of one is written too.</summary>
    internal bool ShowsStep { get; init; }

    internal bool IsInterval => Form is PartForm.Star or PartForm.Open or PartForm.Range || (Form == PartForm.Hash && HasStep);

    internal bool HasStep => Step > 1 || ShowsStep;

    internal bool IsReversed => Form == PartForm.Range && From > To;

    /// <summary>The values one after another; in what order does not matter.</summary>
    internal IEnumerable<int> Values(FieldKind kind)
    {
        switch (Form)
        {
            case PartForm.Value:
                return [kind.Fold(From)];
            case PartForm.Star:
                return Climb(kind, kind.First, kind.Last);
            case PartForm.Open:
                return Climb(kind, From, kind.Last);
            case PartForm.Hash:
                return HasStep ? Climb(kind, From, kind.LastOnceRound) : [kind.Fold(From)];
            default:
                return From <= To ? Climb(kind, From, To) : Round(kind);
        }
    }

    internal string Text()
    {
        string from = FromName ?? From.ToString(CultureInfo.InvariantCulture);
        string head = Form switch
        {
            PartForm.Star => IsQuestion ? "?" : "*",
            PartForm.Range => $"{from}-{ToName ?? To.ToString(CultureInfo.InvariantCulture)}",
            PartForm.Hash => FromName ?? "H",
            _ => from,
        };
        return HasStep ? string.Create(CultureInfo.InvariantCulture, $"{head}/{Step}") : head;
    }

    private IEnumerable<int> Climb(FieldKind kind, int from, int to)
    {
        for (int value = from; value <= to; value++)
        {
            if ((value - from) % Step == 0)
            {
                yield return kind.Fold(value);
            }
        }
    }

    // Over the field's end and on from its begin; the steps are counted through.
    private IEnumerable<int> Round(FieldKind kind)
    {
        int value = kind.Fold(From);
        for (int walked = 0; ; walked++)
        {
            if (walked % Step == 0)
            {
                yield return value;
            }

            if (value == kind.Fold(To))
            {
                yield break;
            }

            value = value == kind.LastOnceRound ? kind.First : value + 1;
        }
    }
}

/// <summary>What an item looks like.</summary>
internal enum PartForm
{
    /// <summary><c>*</c> or <c>?</c>, with a step or without.</summary>
    Star,

    /// <summary><c>5</c></summary>
    Value,

    /// <summary><c>5/10</c></summary>
    Open,

    /// <summary><c>5-10</c>, <c>22-1/2</c></summary>
    Range,

    /// <summary><c>H</c>, <c>H/10</c>; <see cref="CronPart.From"/> is what was drawn.</summary>
    Hash,
}
