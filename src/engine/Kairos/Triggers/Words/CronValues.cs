using System.Collections.Immutable;
using Kairos.Triggers.Cron;

namespace Kairos.Triggers.Words;

/// <summary>The values that one field of a cron expression takes.</summary>
/// <param name="Field">Which.</param>
/// <param name="Values">Ascending; days of the week from Monday, which is 1, to Sunday, which is 7. Empty where they are still to be drawn.</param>
/// <param name="DrawnStep">With values still to be drawn: the step from the first on; 0 for one alone.</param>
internal sealed record CronValues(CronField Field, ImmutableArray<int> Values, int DrawnStep = 0)
{
    private const int Sunday = 7;

    internal bool IsDrawn => Values.IsEmpty;

    internal bool IsAll => Values.Length == Field.Cycle;

    internal int? Single => Values.Length == 1 ? Values[0] : null;

    /// <summary>The step by which they go round without a seam, as 0, 15, 30, 45 do; null where they don't.</summary>
    internal int? EvenStep => IsAll ? 1
        : !IsDrawn && Values[0] == Field.First && Series.StepOf(Values) is { } step && Field.Cycle % step == 0 && Values.Length * step == Field.Cycle ? step
        : null;

    internal static CronValues Of(CronField field, ulong bits)
    {
        IEnumerable<int> values = Enumerable.Range(field.First, field.Cycle + (field == CronField.DayOfWeek ? 1 : 0)).Where(value => (bits & (1ul << value)) != 0);
        return new CronValues(field, field == CronField.DayOfWeek
            ? [.. values.Select(static value => value == 0 ? Sunday : value).Distinct().Order()]
            : [.. values]);
    }

    /// <summary>A field with an <c>H</c>, for which there is no seed yet.</summary>
    /// <param name="field">Which.</param>
    /// <param name="text">H, or H/n.</param>
    internal static CronValues Drawn(CronField field, ReadOnlySpan<char> text)
    {
        int step = text.Length > 1 ? int.Parse(text[2..], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return new CronValues(field, step == 1 ? [.. Enumerable.Range(field.First, field.Cycle)] : [], step);
    }
}
