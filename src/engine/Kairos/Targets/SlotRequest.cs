using Kairos.Time;

namespace Kairos.Targets;

/// <summary>Somebody waits for a slot, or has it.</summary>
internal sealed class SlotRequest(Instant earliest)
{
    private readonly TaskCompletionSource<Instant> _slot = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>On the target's clock, as are all instants here.</summary>
    internal Instant Earliest { get; } = earliest;

    /// <summary>From when on a slot is being taken for it: not before <see cref="Earliest"/>. Owned by the ledger.</summary>
    internal Instant? Aim { get; set; }

    internal bool IsOpen => !_slot.Task.IsCompleted;

    /// <summary>The slot; null while it waits, and when it has none to expect any more.</summary>
    internal Instant? Slot => _slot.Task.IsCompletedSuccessfully ? _slot.Task.Result : null;

    /// <summary>False when it was given up.</summary>
    internal bool TryGrant(Instant slot) => _slot.TrySetResult(slot);

    internal void Fail(Exception fault)
    {
        _slot.TrySetException(fault);

        // Most who reserve ahead never come to ask for it.
        _ = _slot.Task.Exception;
    }

    /// <summary>It is not wanted any more; false when it has its slot, or failed.</summary>
    internal bool TryGiveUp() => _slot.TrySetCanceled();

    /// <summary>The slot, when it is had. Who gives up waiting may come again, or <see cref="TryGiveUp"/>.</summary>
    internal async ValueTask<Instant> WaitAsync(CancellationToken ct) => await _slot.Task.WaitAsync(ct);
}
