namespace Kairos.Dispatch;

/// <summary>Lets jobs that were lost behind an announced start begin one at a time.</summary>
/// <remarks>
/// A crash makes a suspect of all that was in flight, and the next start of all of them is marked at once: the job that
/// ends processes takes the others with it a second time. From then on they go in turn, or it would bury them with itself
/// (with 100 to 240 jobs in flight, 20 crashes one after the other buried 51). In line they still wait: a cancel or an
/// edit finds them so.
/// </remarks>
internal sealed class Suspects(RunServices services)
{
    internal const int Losses = 2;

    // Who has run for so long without harm does not hold up the rest.
    private static readonly TimeSpan s_probation = TimeSpan.FromSeconds(10);

    private Task _last = Task.CompletedTask;

    /// <summary>Ends when the one before has its end on disk, and can no longer be lost; or has run through its probation.</summary>
    internal async Task TurnAsync(Armed armed)
    {
        TaskCompletionSource passedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref _last, passedOn.Task);
        if (armed.IsWaiting)
        {
            armed.Turn = passedOn;
            _ = PassOnAtEndAsync(armed.Gone, passedOn);
        }
        else
        {
            // Withdrawn while it stood in line: it won't begin.
            passedOn.SetResult();
        }
    }

    /// <summary>Its handler begins. What it waited for before, a store that was away or its lease, has proved nothing.</summary>
    internal void Begin(Armed armed)
    {
        if (armed.Turn is { } passedOn)
        {
            _ = PassOnWhenProvenAsync(armed.Gone, passedOn);
        }
    }

    private static async Task PassOnAtEndAsync(Task gone, TaskCompletionSource passedOn)
    {
        await gone;
        passedOn.TrySetResult();
    }

    private async Task PassOnWhenProvenAsync(Task gone, TaskCompletionSource passedOn)
    {
        await gone.WaitAsync(s_probation, services.Clock.Provider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        passedOn.TrySetResult();
    }
}
