using Kairos.Bench.Peers;
using Kairos.Bench.Throughput;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.States.Ours;

/// <summary>A pass over all rows with slots, stint by stint, the slices of a mapping at once: as the jobs of a node do it.</summary>
internal sealed class OursPass(OurTables tables, PeerDatabase database)
{
    /// <summary>Passes over all mappings, for an instant in microseconds since 1970 UTC.</summary>
    internal async Task<PassFigures> RunAsync(PassKind what, long at)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using MemoryPeak memory = new();
        long statements = await database.StatementsAsync();
        double server = database.ServerSeconds();
        PassCounts counts = PassCounts.None;
        Stint stint = await Stint.OfAsync(async () =>
        {
            foreach (MappedTable unit in tables.All)
            {
                counts = counts.Plus(await RunAsync(unit, what, at));
            }
        });
        return new PassFigures
        {
            Counts = counts,
            Seconds = stint.Seconds,
            Statements = await database.StatementsAsync() - statements,
            EngineCpuSeconds = stint.CpuSeconds,
            DatabaseCpuSeconds = database.ServerSeconds() - server,
            MemoryBefore = before,
            MemoryPeak = await memory.EndAsync(),
            MemoryAfter = GC.GetTotalMemory(forceFullCollection: true),
        };
    }

    private async Task<PassCounts> RunAsync(MappedTable unit, PassKind what, long at)
    {
        (long least, long greatest) = await unit.Table.KeysAsync(CancellationToken.None) ?? (0, 0);
        PassRow pass = new() { Id = "bench", Mapping = unit.Name, What = what, Slices = unit.Mapping.Slices, Started = new Instant(at) };
        PassCounts[] ended = await Task.WhenAll(PassDesk.PayloadsOf(pass, least, greatest).Select(payload => Task.Run(() => SliceAsync(unit, payload, at))));
        return ended.Aggregate(PassCounts.None, static (all, one) => all.Plus(one));
    }

    // Each stint begins where the one before ended, as its follow-up does.
    private async Task<PassCounts> SliceAsync(MappedTable unit, PassPayload payload, long at)
    {
        while (true)
        {
            KeyPass stint = new(unit, payload, tables.Book, () => new Instant(at), TimeProvider.System) { Logger = NullLogger.Instance };
            await stint.RunAsync(CancellationToken.None);
            payload = payload with { After = stint.After, Counts = payload.Counts.Plus(stint.Tally.ToCounts(repeated: false)) };
            if (stint.IsDone)
            {
                return payload.Counts;
            }
        }
    }
}
