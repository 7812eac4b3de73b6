namespace Kairos.Cli.Rehearse;

/// <summary>Kills a node shortly before the opening, the one that holds most, and watches the others take it over.</summary>
internal sealed class NodeKill(RehearsalServers servers, TimeProvider time)
{
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_choosing = TimeSpan.FromMilliseconds(300);

    // A node is dead after 5 s without a beat. Until then nothing is asked: it would take the processors from the opening.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <param name="opens">The opening by our clock.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">There was nobody to kill.</exception>
    internal async Task<KilledNode> RunAsync(DateTimeOffset opens, CancellationToken ct)
    {
        await UntilAsync(opens - s_before - s_choosing, ct);
        NodeLine victim = (await servers.Client.NodesAsync(ct)).Where(n => n.State == "active").MaxBy(n => n.Held)
            ?? throw new InvalidOperationException("No node is active that could be killed.");
        int place = await servers.Client.PlaceOfAsync(victim.Number, ct);
        await UntilAsync(opens - s_before, ct);
        servers.Kill(place);
        long killed = time.GetTimestamp();
        TimeSpan ahead = opens - time.GetUtcNow();
        int held = (await FindAsync(victim.Number, ct)).Held;
        await UntilAsync(opens - s_before + s_quiet, ct);
        while (time.GetElapsedTime(killed) < s_patience)
        {
            if ((await FindAsync(victim.Number, ct)).State == "taken-over")
            {
                return new KilledNode(victim.Number, ahead, held, time.GetElapsedTime(killed));
            }

            await Task.Delay(s_look, time, ct);
        }

        return new KilledNode(victim.Number, ahead, held, TakenOverAfter: null);
    }

    private async Task<NodeLine> FindAsync(int number, CancellationToken ct) => (await servers.Client.NodesAsync(ct)).Single(n => n.Number == number);

    private async Task UntilAsync(DateTimeOffset instant, CancellationToken ct)
    {
        while (instant - time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, ct);
        }
    }
}

/// <summary>A node that was killed, and what became of it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Ahead">So long before the opening.</param>
/// <param name="Held">Jobs that it held then.</param>
/// <param name="TakenOverAfter">Until the others' list said so; null when it never did.</param>
internal sealed record KilledNode(int Number, TimeSpan Ahead, int Held, TimeSpan? TakenOverAfter);
