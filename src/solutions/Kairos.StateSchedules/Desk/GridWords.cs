using Kairos.StateSchedules.Mapping;
using Kairos.Triggers;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Desk;

/// <summary>Why a grid can't be read, for who wrote it.</summary>
internal static class GridWords
{
    /// <param name="mapping">How grids are kept.</param>
    /// <param name="text">The grid that was given; null where the one that stands is meant.</param>
    internal static string WhyUnreadable(StateMapping mapping, string? text)
    {
        ScheduleMapping schedule = mapping.Schedule;
        string vendor = schedule.Vendor is null ? "" : $", by the convention of {schedule.Vendor}";
        string kept = $"the mapping '{mapping.Name}' keeps grids as {schedule.Format.ToString().ToLowerInvariant()}{vendor}.";
        return text is not null && FaultOf(schedule, text) is { } fault
            ? $"The grid can't be read: {kept} {fault.Message}"
            : $"The grid can't be read: {kept} Give one with the edit that is, or none.";
    }

    private static TriggerFault? FaultOf(ScheduleMapping schedule, string text)
    {
        if (!GridVendors.TryFind(schedule.Vendor, out GridVendor vendor, out TriggerFault? fault))
        {
            return fault;
        }

        WeeklyGrid written;
        _ = schedule.Format switch
        {
            GridFormat.Coefficients => CoefficientReader.TryRead(text, out written, out fault) && GridVendors.TryAdopt(vendor, written, out _, out fault),
            GridFormat.Ranges => WeeklyGrid.TryParse(text, out written, out fault) && GridVendors.TryAdopt(vendor, written, out _, out fault),
            _ => GridImport.TryRead((ReadOnlySpan<char>)text, vendor, out _, out fault),
        };
        return fault;
    }
}
