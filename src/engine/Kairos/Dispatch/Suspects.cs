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

    /// <summary>Ends when the one before has its end on disk, and can no longer be lost.</summary>
    internal async Task TurnAsync(Armed armed)
    {
        TaskCompletionSource passedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Interlocked.Exchange(ref _last, passedOn.Task);
        if (armed.IsWaiting)
        {
            _ = PassOnAsync(armed, passedOn);
        }
        else
        {
            // Withdrawn while it stood in line: it won't begin.
            passedOn.SetResult();
        }
    }

    private async Task PassOnAsync(Armed armed, TaskCompletionSource passedOn)
    {
        await armed.Gone.WaitAsync(s_probation, services.Clock.Provider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        passedOn.SetResult();
    }
}
