using Kairos.Bench.States.Steps;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.Bench.States.Ours;

/// <summary>A tick of all mappings and slices, as the job of each runs it.</summary>
/// <param name="tables">The mappings, on connections of their own.</param>
/// <param name="atOnce">All slices at once, as a node runs them that has nothing else to do; else one after the other.</param>
internal sealed class OursStep(OurTables tables, bool atOnce) : ILadderStep
{
    public string Name => $"ours: a tick of all slices, {(atOnce ? "at once" : "one after the other")}";

    public string NextColumn => tables.NextColumn;

    /// <summary>Of the last run, as the ticks' own records count them.</summary>
    internal long Statements { get; private set; }

    /// <summary>Slices with all mappings together.</summary>
    internal int Slices => tables.All.Sum(static unit => unit.Mapping.Slices);

    /// <summary>Shards with all mappings together.</summary>
    internal int Shards => tables.All.Sum(static unit => unit.Mapping.Shards.Length);

    public async Task<StepCounts> RunAsync(NpgsqlConnection connection, long now)
    {
        List<(MappedTable Unit, Slice Slice)> slices = [];
        foreach (MappedTable unit in tables.All)
        {
            Standing standing = await tables.Book.FindAsync(unit.Name, CancellationToken.None);
            slices.AddRange(Enumerable.Range(0, unit.Mapping.Slices).Select(i => (unit, Slice.Find(unit.Mapping, standing, i, unit.Mapping.Slices)!)));
        }

        List<TickTally> ended = [];
        foreach ((MappedTable Unit, Slice Slice)[] together in slices.Chunk(atOnce ? slices.Count : 1))
        {
            ended.AddRange(await Task.WhenAll(together.Select(part => TickAsync(part.Unit, part.Slice, now))));
        }

        Statements = ended.Sum(static tally => (long)tally.Statements);
        return new StepCounts(ended.Sum(static tally => tally.Read), ended.Sum(static tally => tally.Written));
    }

    // On the pool, as the engine starts jobs: what a slice does until its first wait holds up no other.
    private Task<TickTally> TickAsync(MappedTable unit, Slice slice, long now) => Task.Run(async () =>
    {
        SliceTick tick = new(unit, slice, tables.Book, () => new Instant(now), TimeProvider.System) { Logger = NullLogger.Instance };
        await tick.RunAsync(CancellationToken.None);
        return tick.Tally;
    });
}
