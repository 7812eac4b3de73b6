using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kairos.Dispatch;
using Kairos.Jobs;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Handlers;

/// <summary>What a handler knows of the attempt it runs, and what it can ask of the engine.</summary>
/// <threadsafety>For the handler alone; not to be used after it has returned.</threadsafety>
public sealed class JobContext
{
    private readonly Armed _armed;
    private readonly RunServices _services;

    internal JobContext(Armed armed, RunServices services)
    {
        _armed = armed;
        _services = services;
    }

    /// <summary>The job.</summary>
    public JobId Job => _armed.Row.Id;

    /// <summary>Its owner.</summary>
    public string Owner => _armed.Row.Owner;

    /// <summary>Its kind.</summary>
    public string Kind => _armed.Row.Kind;

    /// <summary>Its key, if it has one.</summary>
    public string? Key => _armed.Row.Key;

    /// <summary>The identity of the occurrence: the instant the trigger yielded.</summary>
    public Instant Due => _armed.Row.Due;

    /// <summary>The planned start of this attempt.</summary>
    public Instant At => _armed.Row.At;

    /// <summary>The attempt within the occurrence, from 1.</summary>
    public int Attempt => _armed.Row.Attempt + 1;

    /// <summary>Grows with every hold of the job: pass it to a target that can refuse a lower one after a higher.</summary>
    public long Fence => _armed.Row.Fence;

    /// <summary>Cluster time: the store's clock as this node knows it.</summary>
    public Instant Now => _services.Clock.Now;

    /// <summary>What the run's record will show, JSON in UTF-8.</summary>
    internal ReadOnlyMemory<byte> Notes { get; private set; }

    /// <summary>Replaces what the run's record will show, up to 64 KiB.</summary>
    /// <exception cref="ArgumentException">The notes are larger.</exception>
    public void Note<TNotes>(TNotes notes, JsonTypeInfo<TNotes> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(notes, type);
        if (json.Length > Limits.NotesBytes)
        {
            throw new ArgumentException($"Notes of {json.Length} bytes are too large: the record keeps up to {Limits.NotesBytes}.", nameof(notes));
        }

        Notes = json;
    }

    /// <summary>Waits for <paramref name="instant"/> and commits, just before, that what follows may have happened: it runs at most once.</summary>
    /// <remarks>
    /// Until the gate a handler may be started again after a crash; behind it never. By a target's clock the gate opens
    /// when that clock, at the safe end of its known offset, has reached the instant; with a budget, at the slot that was
    /// reserved for it. Lateness is measured at the passing. While the store is away the gate stays shut: it is passed late,
    /// in the same attempt.
    /// </remarks>
    /// <param name="instant">On the target's clock, or the store's where no target is named.</param>
    /// <param name="target">A configured target; null for the store's clock and no budget.</param>
    /// <param name="ct">Gives up waiting; the gate is then not passed.</param>
    /// <exception cref="InvalidOperationException">This attempt has passed a gate before.</exception>
    /// <exception cref="OperationCanceledException">Given up, or the attempt was cancelled while the store was away: not passed.</exception>
    /// <exception cref="HoldLostException">The job is no longer this node's: stop, nothing was begun.</exception>
    public ValueTask<GatePass> GateAsync(DateTimeOffset instant, string? target, CancellationToken ct) =>
        _services.Gates.PassAsync(_armed, Instant.From(instant), target is null ? null : _services.Targets.Get(target), ct);

    /// <summary>Waits for a slot in a target's request budget, which all nodes share. Call it before every request to the target.</summary>
    public ValueTask<TimeSpan> RequestAsync(string target, CancellationToken ct) =>
        RequestAsync(_services.Targets.Get(target), ct);

    private async ValueTask<TimeSpan> RequestAsync(Target target, CancellationToken ct)
    {
        Instant now = _services.Clock.Now;
        Instant slot = await target.ReserveAsync(ct);
        if (slot > now)
        {
            await _services.Waits.UntilAsync(slot, ct);
        }

        return slot > now ? slot - now : TimeSpan.Zero;
    }
}

/// <summary>How a gate was passed. Instants are on the store's clock.</summary>
/// <param name="Opened">When the target's clock (or the store's) let it open.</param>
/// <param name="Slot">When the budget let it open; equal to <paramref name="Opened"/> without a wait.</param>
/// <param name="Passed">When the handler went through.</param>
public sealed record GatePass(Instant Opened, Instant Slot, Instant Passed)
{
    /// <summary>How long it waited for the target's budget.</summary>
    public TimeSpan BudgetWait => Slot - Opened;

    /// <summary>How long after its slot it went through.</summary>
    public TimeSpan Lateness => Passed - Slot;
}

/// <summary>The job was taken over while its handler ran here: what it would write is refused.</summary>
public sealed class HoldLostException(JobId job)
    : Exception($"Job {job} is no longer held by this node: its handler stops, another start has a higher fence.");
