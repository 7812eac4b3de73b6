namespace Kairos.Lab.Chaos.Faults;

/// <summary>Makes faults for a span of time: all kinds by turns, drawn from a seed, several at once now and then.</summary>
/// <remarks>Of one node's process there is one at a time, and of its network; of the database likewise.</remarks>
internal sealed class FaultMaker(FaultLog log, DatabasePair database, IReadOnlyList<NodeSlot> slots, Random random) : IDisposable
{
    // A busy machine mends slowly, and until then nobody is free for the next.
    private const int MostStretch = 3;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _database = new(1, 1);

    // What is left of this round. One that nobody is free for stays, so that each kind has its share.
    private readonly List<FaultKind> _deck = [];

    /// <summary>Makes so many within this time, and not much longer, and returns when all are mended.</summary>
    internal async Task RunAsync(int count, TimeSpan span, CancellationToken ct)
    {
        List<Task> under = [];
        long began = TimeProvider.System.GetTimestamp();
        while (under.Count < count && TimeProvider.System.GetElapsedTime(began) < span * MostStretch)
        {
            TimeSpan pause = s_look;
            if (BeginNext(ct) is { } fault)
            {
                under.Add(fault);
                TimeSpan left = span - TimeProvider.System.GetElapsedTime(began);
                pause = TimeSpan.FromTicks(Math.Max(0, left.Ticks)) / Math.Max(1, count - under.Count) * (0.2 + (1.6 * random.NextDouble()));
            }

            await Task.Delay(pause, TimeProvider.System, ct);
        }

        await Task.WhenAll(under);
    }

    /// <summary>The standby takes the primary's place.</summary>
    internal async Task FailOverAsync()
    {
        await _database.WaitAsync();
        await ReleasingAsync(_database, () => log.WhileAsync("failover", "database", () => database.FailOverAsync(port =>
        {
            foreach (NodeSlot slot in slots)
            {
                slot.Proxy.Target = port;
                slot.Proxy.CutAll();
            }
        })));
    }

    public void Dispose() => _database.Dispose();

    /// <summary>The next of this round that somebody is free for; null when there is none now.</summary>
    private Task? BeginNext(CancellationToken ct)
    {
        if (_deck.Count == 0)
        {
            FaultKind[] round = [.. AllFaults.List(slots.All(s => s.Clock is not null)).SelectMany(f => Enumerable.Repeat(f, f.Weight))];
            random.Shuffle(round);
            _deck.AddRange(round);
        }

        Task? begun = null;
        int found = _deck.FindIndex(kind => TryBegin(kind, ct, out begun));
        if (found >= 0)
        {
            _deck.RemoveAt(found);
        }

        return begun;
    }

    private bool TryBegin(FaultKind kind, CancellationToken ct, out Task? begun)
    {
        begun = null;
        if (kind is DatabaseFault fault)
        {
            if (_database.Wait(0, ct))
            {
                begun = ReleasingAsync(_database, () => log.WhileAsync(fault.Name, "database", () => fault.Do(database, slots, Fork(), ct)));
            }

            return begun is not null;
        }

        int from = random.Next(slots.Count);
        if (Enumerable.Range(from, slots.Count).Select(i => slots[i % slots.Count]).FirstOrDefault(s => IsFreeFor(kind, s)) is not { } slot)
        {
            return false;
        }

        SemaphoreSlim turn = TurnOf(kind, slot);
        turn.Wait(ct);
        Func<NodeSlot, Random, CancellationToken, Task> make = kind is LifeFault life ? life.Do : ((NetFault)kind).Do;
        begun = ReleasingAsync(turn, () => log.WhileAsync(kind.Name, slot.Name, () => make(slot, Fork(), ct)));
        return true;
    }

    private static SemaphoreSlim TurnOf(FaultKind kind, NodeSlot slot) => kind is LifeFault ? slot.Life : slot.Net;

    // Of processes one is left in peace: else a run would be little more than waiting for them.
    private bool IsFreeFor(FaultKind kind, NodeSlot slot) =>
        slot.Up is not null && TurnOf(kind, slot).CurrentCount > 0
        && (kind is not LifeFault || slots.Any(s => s != slot && s.Up is not null && s.Life.CurrentCount > 0));

    private Random Fork() => new(random.Next());

    private static async Task ReleasingAsync(SemaphoreSlim turn, Func<Task> work)
    {
        try
        {
            await work();
        }
        finally
        {
            turn.Release();
        }
    }
}
