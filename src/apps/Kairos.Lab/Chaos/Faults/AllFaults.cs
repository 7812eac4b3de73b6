using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.Network;

namespace Kairos.Lab.Chaos.Faults;

/// <summary>The faults of a chaos run. Each is mended by who makes it, when the run ends too.</summary>
internal static class AllFaults
{
    private static readonly TimeSpan s_pointPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_dropPatience = TimeSpan.FromSeconds(4);

    /// <param name="clocks">Clocks can be stepped.</param>
    internal static IReadOnlyList<FaultKind> List(bool clocks) =>
    [
        new LifeFault("kill", 4, KillAsync),
        .. Enum.GetValues<CrashPoint>().Select(point => new LifeFault($"kill {NameOf(point)}", 1, (slot, _, ct) => KillAtAsync(slot, point, ct))),
        new LifeFault("freeze", 4, FreezeAsync),
        .. clocks ? [new LifeFault("clock stepped", 3, StepAsync)] : Array.Empty<FaultKind>(),
        new NetFault("cut", 5, CutAsync),
        new NetFault("delay", 2, DelayAsync),
        new NetFault("black hole to server", 2, (slot, random, ct) => HoleAsync(slot, Way.ToServer, random, ct)),
        new NetFault("black hole to client", 2, (slot, random, ct) => HoleAsync(slot, Way.ToClient, random, ct)),
        new NetFault("black hole", 1, (slot, random, ct) => HoleAsync(slot, Way.Both, random, ct)),
        new NetFault("answer dropped", 8, DropAnswerAsync),
        new NetFault("notify dropped", 2, DropNotifyAsync),
        new DatabaseFault("database restart", 1, (database, _, _, _) => database.RestartAsync()),
        new DatabaseFault("connections exhausted", 2, ExhaustAsync),
        new DatabaseFault("database frozen", 1, (database, _, random, ct) => database.FreezeAsync(DelayAsync(random, 1, 8, ct))),
        new DatabaseFault("database black hole", 1, HoleOfAllAsync),
    ];

    private static string NameOf(CrashPoint point) => point switch
    {
        CrashPoint.BeforeArm => "before arm",
        CrashPoint.ArmAnswered => "after arm",
        CrashPoint.BeforeStart => "before start",
        CrashPoint.BehindMark => "between mark and gate",
        CrashPoint.BehindGate => "behind gate",
        CrashPoint.BeforeComplete => "before complete",
        CrashPoint.CompleteCommitted => "after complete",
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, "This point has no name yet."),
    };

    private static async Task KillAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        slot.Up?.Kill();
        await slot.UpAsync(ct);
    }

    private static async Task KillAtAsync(NodeSlot slot, CrashPoint point, CancellationToken ct)
    {
        if (slot.Up is not { } life)
        {
            return;
        }

        life.Say($"{LabNode.Die} {point}");
        if (await life.EndedWithinAsync(s_pointPatience) is null)
        {
            // It did not come by there: so it dies where it is.
            life.Kill();
        }

        await slot.UpAsync(ct);
    }

    private static async Task FreezeAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        if (slot.Up is not { } life)
        {
            return;
        }

        life.Freeze();
        try
        {
            await DelayAsync(random, 6, 9, ct);
        }
        finally
        {
            life.Thaw();
        }
    }

    private static async Task StepAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        TimeSpan by = TimeSpan.FromSeconds((2 + (4 * random.NextDouble())) * (random.Next(2) == 0 ? 1 : -1));
        slot.Clock!.Step(by);
        try
        {
            await DelayAsync(random, 2, 6, ct);
        }
        finally
        {
            slot.Clock.Step(-by);
        }
    }

    private static Task CutAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        slot.Proxy.CutAll();
        if (random.Next(2) == 0)
        {
            return Task.CompletedTask;
        }

        slot.Proxy.RefuseNew(true);
        return ThenClearAsync(slot, DelayAsync(random, 0.2, 2, ct));
    }

    private static Task DelayAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        slot.Proxy.Delay(Way.Both, TimeSpan.FromMilliseconds(random.Next(20, 800)));
        return ThenClearAsync(slot, DelayAsync(random, 2, 5, ct));
    }

    private static Task HoleAsync(NodeSlot slot, Way way, Random random, CancellationToken ct)
    {
        slot.Proxy.Set(way, Passage.Swallowed);
        return ThenClearAsync(slot, DelayAsync(random, 1, 8, ct));
    }

    private static async Task DropAnswerAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        Task dropped = slot.Proxy.DropNextAnswerAsync(Answers.OfCommit | Answers.OfWrite, sql => sql.Contains("kairos.job", StringComparison.Ordinal));
        await Task.WhenAny(dropped, Task.Delay(s_dropPatience, TimeProvider.System, ct));
        slot.Proxy.Clear();
    }

    private static Task DropNotifyAsync(NodeSlot slot, Random random, CancellationToken ct)
    {
        slot.Proxy.DropNotifications(true);
        return ThenClearAsync(slot, DelayAsync(random, 3, 6, ct));
    }

    /// <summary>Those that a node has it keeps: some of them lose what they have, and find none.</summary>
    private static async Task ExhaustAsync(DatabasePair database, IReadOnlyList<NodeSlot> slots, Random random, CancellationToken ct)
    {
        Task taken = database.ExhaustAsync(TimeSpan.FromSeconds(2 + (3 * random.NextDouble())), ct);
        await DelayAsync(random, 0.5, 1, ct);
        slots[random.Next(slots.Count)].Proxy.CutAll();
        await taken;
    }

    /// <summary>For all nodes at once: the database is away without a word.</summary>
    private static async Task HoleOfAllAsync(DatabasePair database, IReadOnlyList<NodeSlot> slots, Random random, CancellationToken ct)
    {
        // Only where nothing else is the matter: whoever makes that clears the network when it ends.
        NodeSlot[] free = [.. slots.Where(static slot => slot.Net.Wait(0, CancellationToken.None))];
        try
        {
            Array.ForEach(free, static slot => slot.Proxy.Set(Way.Both, Passage.Swallowed));
            await DelayAsync(random, 1, 8, ct);
        }
        finally
        {
            foreach (NodeSlot slot in free)
            {
                slot.Proxy.Clear();
                slot.Net.Release();
            }
        }
    }

    private static async Task ThenClearAsync(NodeSlot slot, Task span)
    {
        try
        {
            await span;
        }
        finally
        {
            slot.Proxy.Clear();
        }
    }

    private static Task DelayAsync(Random random, double least, double most, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromSeconds(least + ((most - least) * random.NextDouble())), TimeProvider.System, ct);
}
