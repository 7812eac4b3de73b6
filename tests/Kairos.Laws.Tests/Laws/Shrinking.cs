using Kairos.Laws.Tests.Cases;

namespace Kairos.Laws.Tests.Laws;

/// <summary>Takes away from a failing case what it does not need to fail.</summary>
internal static class Shrinking
{
    internal static CronCase Least(CronCase failing, Func<CronCase, bool> stillFails)
    {
        while (Smaller(failing.Spec).Select(spec => new CronCase(spec, failing.Zone, failing.After)).FirstOrDefault(stillFails) is { } smaller)
        {
            failing = smaller;
        }

        return failing;
    }

    private static IEnumerable<CronSpec> Smaller(CronSpec spec)
    {
        if (spec.Macro is not null || spec.Spaces is not null)
        {
            yield return spec with { Macro = null, Spaces = null };
        }

        if (spec.Second is not null)
        {
            yield return spec with { Second = null };
        }

        foreach (CronFieldSpec second in spec.Second is null ? [] : Smaller(spec.Second))
        {
            yield return spec with { Second = second };
        }

        foreach (CronFieldSpec minute in Smaller(spec.Minute))
        {
            yield return spec with { Minute = minute };
        }

        foreach (CronFieldSpec hour in Smaller(spec.Hour))
        {
            yield return spec with { Hour = hour };
        }

        foreach (CronFieldSpec month in Smaller(spec.Month))
        {
            yield return spec with { Month = month };
        }

        foreach (DayRule day in Smaller(spec.DayOfMonth, FieldKind.DayOfMonth))
        {
            yield return spec with { DayOfMonth = day };
        }

        foreach (DayRule day in Smaller(spec.DayOfWeek, FieldKind.DayOfWeek))
        {
            yield return spec with { DayOfWeek = day };
        }
    }

    private static IEnumerable<CronFieldSpec> Smaller(CronFieldSpec field) => Smaller(field.Kind, field.Parts).Select(parts => new CronFieldSpec(field.Kind, parts));

    private static IEnumerable<DayRule> Smaller(DayRule rule, FieldKind kind) => rule is PlainDays plain
        ? Smaller(kind, plain.Parts).Select(parts => new PlainDays(kind, parts))
        : [new PlainDays(kind, [CronPart.Star])];

    private static IEnumerable<CronPart[]> Smaller(FieldKind kind, IReadOnlyList<CronPart> parts)
    {
        if (parts is [{ Form: PartForm.Star, HasStep: false }])
        {
            yield break;
        }

        yield return [CronPart.Star];
        if (parts is [{ Form: PartForm.Value }])
        {
            yield break;
        }

        yield return [new CronPart(PartForm.Value, kind.First)];
        for (int i = 0; parts.Count > 1 && i < parts.Count; i++)
        {
            yield return [.. parts.Where((_, at) => at != i)];
        }
    }
}
