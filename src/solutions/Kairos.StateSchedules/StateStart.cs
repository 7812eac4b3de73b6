using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;

namespace Kairos.StateSchedules;

/// <summary>Makes the solution's tables before the first claim, and brings the jobs of enabled mappings in line with them.</summary>
internal sealed class StateStart(StateSet set, StandingBook book, TickJobs jobs)
{
    internal async Task OpenAsync(CancellationToken ct)
    {
        await book.Store.OpenAsync(set.All.Select(static unit => unit.Name), ct);
        foreach (MappedTable unit in set.All)
        {
            Standing standing = await book.Store.ReadAsync(unit.Name, ct);
            await jobs.AgreeAsync(unit.Mapping, standing.IsEnabled, ct);
        }
    }
}
