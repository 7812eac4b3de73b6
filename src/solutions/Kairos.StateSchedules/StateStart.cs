using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Sets;

namespace Kairos.StateSchedules;

/// <summary>Makes the solution's tables before the first claim, and brings the jobs of enabled mappings in line with them.</summary>
internal sealed class StateStart(StateSet set, StandingBook book, TickAccord accord)
{
    internal async Task OpenAsync(CancellationToken ct)
    {
        await book.Store.OpenAsync(set.All.Select(static unit => unit.Name), ct);
        foreach (MappedTable unit in set.All)
        {
            await accord.SettleAsync(unit, ct);
        }
    }
}
