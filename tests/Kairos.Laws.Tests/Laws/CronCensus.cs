using Kairos.Laws.Tests.Cases;

namespace Kairos.Laws.Tests.Laws;

/// <summary>Counts what stands in the drawn expressions, by their structure: an L of JUL is none.</summary>
internal static class CronCensus
{
    internal static readonly string[] Specials = ["with L", "with W", "with #", "with ?", "with H", "with /", "with -", "with ,", "with *"];

    internal static void Count(CronCase drawn, Census census)
    {
        CronSpec spec = drawn.Spec;
        census.Count("cron");
        census.CountIf(drawn.Zone.IsNearChange(drawn.After), "within 48 h of a change");
        census.Count($"in {drawn.Zone}");
        census.CountIf(spec.Macro is not null, "macros");
        census.CountIf(spec.Second is not null, "with seconds");
        if (spec.Macro is not null)
        {
            return;
        }

        CronPart[] parts = [.. spec.Parts];
        census.CountIf(spec.DayOfMonth is FromLast || spec.DayOfWeek is LastWeekday, "with L");
        census.CountIf(spec.DayOfMonth is FromLast { Workday: true } or NearestWorkday, "with W");
        census.CountIf(spec.DayOfWeek is NthWeekday, "with #");
        census.CountIf(Array.Exists(parts, part => part is { Form: PartForm.Star, IsQuestion: true }), "with ?");
        census.CountIf(Array.Exists(parts, part => part is { Form: PartForm.Star, IsQuestion: false }), "with *");
        census.CountIf(Array.Exists(parts, part => part.Form == PartForm.Hash), "with H");
        census.CountIf(Array.Exists(parts, part => part.HasStep), "with /");
        census.CountIf(Array.Exists(parts, part => part.Form == PartForm.Range) || spec.DayOfMonth is FromLast { Days: > 0 }, "with -");
        census.CountIf(Array.Exists(parts, part => part.IsReversed), "with a reversed range");
        census.CountIf(spec.Text.Contains(',', StringComparison.Ordinal), "with ,");
        census.CountIf(spec.Spaces is not null, "with odd white space");
    }
}
