using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;

namespace Kairos.StateSchedules.Desk;

/// <summary>Keeps the jobs of mappings as it stands whether they are enabled.</summary>
/// <remarks>
/// Somebody may say otherwise meanwhile, here or on another node, and a node may start: so jobs follow what stands and not what was
/// said here, and whoever looks last leaves them as they are to be.
/// </remarks>
/// <threadsafety>All members may be called at once, by several nodes too.</threadsafety>
internal sealed class TickAccord(StandingBook book, TickJobs jobs)
{
    /// <summary>Enables a mapping or not, for all nodes.</summary>
    internal async ValueTask SetAsync(MappedTable unit, bool enabled, CancellationToken ct)
    {
        await book.Store.SetEnabledAsync(unit.Name, enabled, ct);
        book.Forget(unit.Name);
        await SettleAsync(unit, ct);
    }

    /// <summary>Brings the jobs in line with what stands.</summary>
    internal async ValueTask SettleAsync(MappedTable unit, CancellationToken ct)
    {
        bool stands = await StandsAsync(unit, ct);
        bool settled;
        do
        {
            settled = stands;
            await jobs.AgreeAsync(unit.Mapping, settled, ct);
            stands = await StandsAsync(unit, ct);
        }
        while (stands != settled);
    }

    private async ValueTask<bool> StandsAsync(MappedTable unit, CancellationToken ct) => (await book.Store.ReadAsync(unit.Name, ct)).IsEnabled;
}
