using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Answers what other nodes ask of jobs that this one holds: what has not begun is changed for good, for the rest it is too late.</summary>
internal sealed class Asks(INodeStore nodes, RunServices services, ArmedSet set, Withdrawals withdrawals, Armer armer) : IDisposable
{
    // A call may be lost: each beat tells whether anything is asked.
    private readonly Pulse _pulse = new(services.Clock.Provider, Timeout.InfiniteTimeSpan);

    // Asked of us and not in memory at the last look.
    private HashSet<Hold> _missing = [];

    /// <summary>Looks now.</summary>
    internal void Call() => _pulse.Call();

    internal void Close() => _pulse.Close();

    public void Dispose() => _pulse.Dispose();

    internal async Task RunAsync()
    {
        while (await _pulse.NextAsync())
        {
            try
            {
                await RunOnceAsync();
            }
            catch (Exception e) when (e is not ObjectDisposedException)
            {
                services.TellStoreFailed("answer what is asked", e);
            }
        }
    }

    internal async ValueTask RunOnceAsync()
    {
        IReadOnlyList<AskedHold> asked = await nodes.AskedAsync(CancellationToken.None);
        HashSet<Hold> missing = [];
        List<AskedHold> tooLate = [];
        foreach (AskedHold ask in asked)
        {
            if (set.Find(ask.Hold.Id) is not { } armed || armed.Row.Fence != ask.Hold.Fence)
            {
                missing.Add(ask.Hold);
            }
            else if (armed.TryWithdraw())
            {
                await withdrawals.GiveWayAsync(armed);
            }
            else if (!armed.IsWithdrawn)
            {
                TellBegun(armed, ask.Ask);
                tooLate.Add(ask);
            }
        }

        // Still missing after a pass: an arm whose answer was lost claimed it.
        bool adopt = missing.Overlaps(_missing);
        _missing = missing;
        if (adopt)
        {
            armer.AdoptNext();
        }

        if (tooLate.Count > 0)
        {
            await nodes.AnswerTooLateAsync(tooLate, CancellationToken.None);
        }
    }

    private static void TellBegun(Armed armed, AskKind ask)
    {
        if (ask == AskKind.Cancel)
        {
            armed.Cancel(CancelReason.Owner);
        }
        else if (ask == AskKind.Edit)
        {
            armed.IsReplaced = true;
        }
    }
}
