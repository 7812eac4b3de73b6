using System.Collections.Concurrent;
using Kairos.Time;

namespace Kairos.Targets;

/// <summary>An outside party that calls go to: its budget and its clock.</summary>
public sealed class Target
{
    internal Target(TargetOptions options, EngineClock clock, Action learned)
    {
        Options = options;
        Budget = new SlotLedger(options.RequestsPerSecond, options.Burst);
        Clock = new TargetClock(clock, learned);
    }

    /// <summary>How it may be called.</summary>
    public TargetOptions Options { get; }

    /// <summary>Its request budget over all users of this node, on the target's own clock: it is the target's seconds that count.</summary>
    public SlotLedger Budget { get; }

    /// <summary>What is known of its clock.</summary>
    public TargetClock Clock { get; }

    /// <summary>Takes the next free slot for a request that goes as soon as it may; the answer is on our clock.</summary>
    public Instant ReserveNow()
    {
        Instant now = Clock.Now;
        Instant slot = Budget.Reserve(now);
        return slot == now ? Clock.Ours : Instant.Later(Clock.Ours, Clock.ToOurs(slot));
    }
}

/// <summary>The targets of this node, by name.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class TargetRegistry
{
    private readonly ConcurrentDictionary<string, Target> _targets = new(StringComparer.Ordinal);
    private readonly EngineClock _clock;

    internal TargetRegistry(EngineClock clock, IEnumerable<TargetOptions> targets)
    {
        _clock = clock;
        foreach (TargetOptions target in targets)
        {
            Add(target);
        }
    }

    /// <summary>Told whenever something was learned of a target's clock.</summary>
    internal Action Learned { get; set; } = static () => { };

    /// <summary>Adds a target, or answers the one that has this name already.</summary>
    public Target Add(TargetOptions options) => _targets.GetOrAdd(
        options.Name,
        static (_, a) => new Target(a.Options, a.Registry._clock, () => a.Registry.Learned()),
        (Options: options, Registry: this));

    /// <summary>The target of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Target Get(string name) => _targets.TryGetValue(name, out Target? target)
        ? target
        : throw new ArgumentException($"No target '{name}' is configured: add it with AddKairos(k => k.AddTarget(...)).", nameof(name));

    /// <summary>All targets.</summary>
    public IReadOnlyCollection<Target> All => [.. _targets.Values];
}
