using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules;

/// <summary>Makes the solution's tables before the first claim, and brings the jobs of enabled mappings in line with them.</summary>
internal sealed class StateStart(StateSet set, StandingBook book, TickAccord accord, TickJobs jobs, ILogger<StateStart> logger)
{
    internal async Task OpenAsync(CancellationToken ct)
    {
        await book.Store.OpenAsync(set.All.Select(static unit => unit.Name), ct);
        foreach (MappedTable unit in set.All)
        {
            await accord.SettleAsync(unit, ct);
        }

        // Renamed or taken out of the file, most likely, where nobody else has them: told once here, and by each of their runs.
        foreach (string mapping in (await jobs.MappingsAsync(ct)).Where(mapping => set.Find(mapping) is null))
        {
            Log.MappingUnknown(logger, mapping);
        }
    }
}
