using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests.States;

/// <summary>Blow after blow against three servers, by a seed: each hits the one that holds the slices, as soon as ticks go on after the blow before.</summary>
/// <remarks>Between two blows are more than five seconds: so long the others wait before they take over what a dead one holds.</remarks>
internal sealed class Assault(ServedCluster cluster, int seed)
{
    private const int MostCalm = 1_200;
    private const int MostBetween = 400;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_frozen = TimeSpan.FromSeconds(6.5);
    private readonly Random _random = new(seed);
    private Task _freezes = Task.CompletedTask;

    internal int Kills { get; private set; }

    internal int Freezes { get; private set; }

    internal async Task RunAsync(IEnumerable<Blow> blows)
    {
        foreach (Blow blow in blows)
        {
            await UntilTicksGoOnAsync();
            await RestAsync(MostCalm);
            ServedNode holder = await HolderAsync();
            ServedNode[] others = [.. cluster.Nodes.Where(node => node != holder)];
            _random.Shuffle(others);
            switch (blow)
            {
                case Blow.All:
                    await KillAsync([holder, .. others]);
                    break;
                case Blow.FreezeAndKill:
                    _freezes = FreezeAsync(holder);
                    await RestAsync(MostBetween);
                    await KillAsync(others[0]);
                    break;
                default:
                    await KillAsync(holder);
                    await RestAsync(MostBetween);
                    await KillAsync(others[0]);
                    break;
            }
        }

        await _freezes;
    }

    private Task RestAsync(int mostMilliseconds) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(mostMilliseconds)), TimeProvider.System);

    private async Task KillAsync(params ServedNode[] nodes) => Kills += (await Task.WhenAll(nodes.Select(static node => node.TryKillAsync()))).Count(static hit => hit);

    private async Task FreezeAsync(ServedNode node)
    {
        await node.FreezeAsync(s_frozen);
        Freezes++;
    }

    // Until slices have come to their end since now, on a cluster all of whose servers are up.
    private async Task UntilTicksGoOnAsync()
    {
        await _freezes;
        await cluster.UpAsync();
        long began = TimeProvider.System.GetTimestamp();
        long before = await cluster.TicksAsync();
        while (await cluster.TicksAsync() == before)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(OtherProcess.Patience, "No tick came to its end.");
            await Task.Delay(s_look, TimeProvider.System);
        }
    }

    private async Task<ServedNode> HolderAsync() => cluster.Nodes[(int)await cluster.NumberAsync("""
        select coalesce((select right(n.name, 1)::bigint - 1 from kairos.job j join kairos.node n on n.id = j.node where j.kind = 'states.tick' group by n.name order by count(*) desc limit 1), 0)
        """)];
}

/// <summary>What one blow does.</summary>
internal enum Blow
{
    /// <summary>The holder of the slices dies, and another one a moment later; the third has to take over.</summary>
    KillTwo = 0,

    /// <summary>The holder stands still for longer than its lease, and another one dies.</summary>
    FreezeAndKill = 1,

    /// <summary>All die at once: what comes due until one is back is made good by that one.</summary>
    All = 2,
}
