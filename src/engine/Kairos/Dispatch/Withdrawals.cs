using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Takes jobs out of this node's memory before their start, for a cancel or an edit, and tells the truth about it.</summary>
internal sealed class Withdrawals(IJobStore store, RunServices services, ArmedSet set, Armer armer)
{
    // Each look comes after a whole pass of the armer: what is then still held and nowhere in memory is not ours to settle.
    private const int MostLooks = 3;

    internal async ValueTask<CancelAnswer> CancelAsync(string owner, JobId id, CancellationToken ct)
    {
        int looks = 0;
        while (true)
        {
            if (set.Find(id) is { } armed && armed.Row.Owner == owner)
            {
                if (armed.TryWithdraw())
                {
                    return await CancelWithdrawnAsync(armed);
                }

                if (await CancelBegunAsync(armed, ct))
                {
                    return CancelAnswer.TooLate;
                }

                continue;
            }

            CancelAnswer answer = await store.CancelAsync(owner, id, null, services.Clock.Now, ct);
            if (answer != CancelAnswer.Pending)
            {
                return answer;
            }

            if (++looks > MostLooks)
            {
                // Noted on the row: whoever holds it, or takes it over, ends it.
                return await store.EndAfterRunAsync(owner, id, ct) ? CancelAnswer.Pending : CancelAnswer.NotFound;
            }

            // Held, but not in memory at our look: a claim is under way, or one whose answer was lost.
            await armer.RunOnceAsync();
        }
    }

    /// <summary>After an edit: the row has the new content and may be held with the old one in memory. Out with it, and claim anew.</summary>
    /// <returns>Whether the old content has started and goes on.</returns>
    internal async ValueTask<bool> AfterReplaceAsync(string owner, JobId id)
    {
        await armer.SettledAsync(CancellationToken.None);
        bool running = false;
        if (set.Find(id) is { } armed && !await IsCurrentAsync(owner, armed))
        {
            armed.IsReplaced = true;
            if (armed.TryWithdraw())
            {
                await HandBackAsync(armed);
            }
            else
            {
                running = armed.IsRunning;
            }
        }

        armer.Call();
        return running;
    }

    /// <summary>The same for a follow-up job that was committed with the end of another.</summary>
    internal async ValueTask AfterFollowUpAsync(NewJob followUp)
    {
        try
        {
            if (await store.FindByKeyAsync(followUp.Owner, followUp.Kind, followUp.Key!, CancellationToken.None) is { } job)
            {
                await AfterReplaceAsync(followUp.Owner, job.Id);
            }
        }
        catch (StoreUnavailableException e)
        {
            // The old content may start once more; the new one stands, and is planned when that has ended.
            Log.StoreFailed(services.Logger, "look up a replaced job", e.Message);
        }
    }

    // What runs, or has ended and is about to be committed: it ends with this occurrence. False asks for another look.
    private async ValueTask<bool> CancelBegunAsync(Armed armed, CancellationToken ct)
    {
        if (armed.IsWithdrawn)
        {
            // By another cancel or edit, which takes it out in any case.
            await armed.Gone.WaitAsync(ct);
            return false;
        }

        (string owner, JobId id) = (armed.Row.Owner, armed.Row.Id);
        await store.EndAfterRunAsync(owner, id, ct);
        if (await store.FindAsync(owner, id, ct) is { } job && (job.State != JobState.Armed || job.Fence != armed.Row.Fence))
        {
            // Its end was on disk before our word, and the next occurrence is planned: that one is to be cancelled.
            await armed.Gone.WaitAsync(ct);
            return false;
        }

        armed.Cancel(CancelReason.Owner);
        return true;
    }

    private async ValueTask<CancelAnswer> CancelWithdrawnAsync(Armed armed)
    {
        CancelAnswer answer;
        try
        {
            answer = await store.CancelAsync(armed.Row.Owner, armed.Row.Id, armed.Row.Fence, services.Clock.Now, CancellationToken.None);
        }
        catch
        {
            // As far as can be told not cancelled, so it is to start after all.
            set.Remove(armed);
            armer.AdoptNext();
            throw;
        }

        TakeOut(armed);
        return answer;
    }

    private async ValueTask HandBackAsync(Armed armed)
    {
        try
        {
            await store.ReleaseAsync([armed.Hold], CancellationToken.None);
            TakeOut(armed);
        }
        catch (Exception e)
        {
            // Held by us and in no memory: adopted at the next pass, with the new content.
            Log.StoreFailed(services.Logger, "hand back", e.Message);
            TakeOut(armed);
            armer.AdoptNext();
        }
    }

    private void TakeOut(Armed armed)
    {
        set.Remove(armed);
        if (services.Events.IsHeard)
        {
            services.Events.Tell(new JobWithdrawn(services.Clock.Now, armed.Row.Id, armed.Row.Fence));
        }
    }

    private async ValueTask<bool> IsCurrentAsync(string owner, Armed armed)
    {
        try
        {
            return await store.FindAsync(owner, armed.Row.Id, CancellationToken.None) is { } job && job.Version == armed.Row.Version;
        }
        catch (StoreUnavailableException)
        {
            // Taken for the old content: at worst the new one is handed back and claimed again.
            return false;
        }
    }
}
