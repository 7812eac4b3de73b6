using System.Collections.Concurrent;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Targets;

/// <summary>An outside party that calls go to: its budget and its clock.</summary>
public sealed class Target
{
    internal Target(TargetOptions options, TargetClock clock, ISlotLedger budget) => (Options, Clock, Budget) = (options, clock, budget);

    /// <summary>How it may be called.</summary>
    public TargetOptions Options { get; }

    /// <summary>What is known of its clock.</summary>
    public TargetClock Clock { get; }

    /// <summary>Its request budget over all users, on the target's own clock: it is the target's seconds that count.</summary>
    internal ISlotLedger Budget { get; }

    /// <summary>Takes the next free slot for a request that goes as soon as it may; the answer is on our clock.</summary>
    /// <remarks>On a store that nodes share it is taken there, for all of them keep one budget; while the store is away this waits.</remarks>
    public async ValueTask<Instant> ReserveAsync(CancellationToken ct)
    {
        Instant slot = await ReserveAsync(Clock.Now, ct);
        return slot <= Clock.Now ? Clock.Ours : Instant.Later(Clock.Ours, Clock.ToOurs(slot));
    }

    /// <summary>Takes the first free slot from an instant on; both are on the target's clock.</summary>
    internal async ValueTask<Instant> ReserveAsync(Instant earliest, CancellationToken ct)
    {
        SlotRequest request = Budget.Ask(earliest);
        try
        {
            return await request.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            new ReservedSlot(this, earliest, request).Return();
            throw;
        }
    }
}

/// <summary>The targets of this node, by name.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class TargetRegistry
{
    private readonly ConcurrentDictionary<string, Target> _targets = new(StringComparer.Ordinal);
    private readonly EngineClock _clock;

    private readonly ISlotStore? _slots;

    /// <param name="clock">Ours.</param>
    /// <param name="targets">Those that are known from the start.</param>
    /// <param name="slots">Where budgets are kept together with other nodes; null where this process owns the store.</param>
    internal TargetRegistry(EngineClock clock, IEnumerable<TargetOptions> targets, ISlotStore? slots)
    {
        (_clock, _slots) = (clock, slots);
        foreach (TargetOptions target in targets)
        {
            Add(target);
        }
    }

    /// <summary>Told whenever something was learned of a target's clock.</summary>
    internal Action Learned { get; set; } = static () => { };

    /// <summary>Told when a slot could not be taken for want of the store, which is asked again.</summary>
    internal Action<Exception> StoreFailed { get; set; } = static _ => { };

    /// <summary>Ends when no slot that was returned is on its way any more to where other nodes find it.</summary>
    internal Task Settled => Task.WhenAll(_targets.Values.Select(static t => t.Budget.Settled));

    /// <summary>Adds a target, or answers the one that has this name already.</summary>
    public Target Add(TargetOptions options) => _targets.GetOrAdd(
        options.Name,
        static (_, a) => a.Registry.Make(a.Options),
        (Options: options, Registry: this));

    /// <summary>The target of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Target Get(string name) => _targets.TryGetValue(name, out Target? target)
        ? target
        : throw new ArgumentException($"No target '{name}' is configured: add it with AddKairos(k => k.AddTarget(...)).", nameof(name));

    /// <summary>All targets.</summary>
    public IReadOnlyCollection<Target> All => [.. _targets.Values];

    private Target Make(TargetOptions options)
    {
        SlotGrid grid = SlotGrid.Of(options.Name, options.RequestsPerSecond, options.Burst);
        TargetClock clock = new(_clock, () => Learned());
        ISlotLedger budget = _slots is null
            ? new SlotLedger(grid)
            : new SharedLedger(_slots, grid, clock, _clock.Provider) { Failed = e => StoreFailed(e) };
        return new Target(options, clock, budget);
    }
}
