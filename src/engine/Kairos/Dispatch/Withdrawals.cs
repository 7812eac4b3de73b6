using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Takes jobs out of this node's memory before their start, so that they can be changed, and tells the truth about it.</summary>
/// <param name="store">Where they are.</param>
/// <param name="services">What is told.</param>
/// <param name="set">This node's memory.</param>
/// <param name="armer">Claims anew what was changed.</param>
/// <param name="settlement">Waits for what other nodes answer; null where there are none.</param>
internal sealed class Withdrawals(IJobStore store, RunServices services, ArmedSet set, Armer armer, Settlement? settlement)
{
    // Each look comes after a whole pass of the armer: what is then still held and nowhere in memory is not ours to settle.
    // Where there are other nodes it is most likely one of theirs.
    private readonly int _mostLooks = settlement is null ? 3 : 1;

    /// <summary>Makes a change of a job with all that can be had of its hold.</summary>
    internal async ValueTask<ChangeAnswer> ChangeAsync(string owner, JobId id, Wish wish, CancellationToken ct)
    {
        int looks = 0;
        while (true)
        {
            Armed? armed = set.Find(id) is { } found && found.Row.Owner == owner ? found : null;
            if (armed is null)
            {
                if (looks++ == _mostLooks)
                {
                    return await LeaveAsync(owner, id, wish, ct);
                }

                ChangeAnswer answer = await wish.Write(Grip.None, ct);
                if (answer != ChangeAnswer.Pending)
                {
                    return answer;
                }

                // Held, but not in memory at our look: a claim is under way, or one whose answer was lost.
                await armer.RunOnceAsync();
            }
            else if (armed.TryWithdraw())
            {
                return await ChangeWithdrawnAsync(armed, wish.Write);
            }
            else if (!armed.IsWithdrawn && await wish.Write(Grip.Started(armed.Row.Fence), ct) is var answer && answer != ChangeAnswer.Pending)
            {
                // What has ended and is on disk, but not out of memory yet, is not held any more: that is as good as waiting.
                if (answer == ChangeAnswer.TooLate)
                {
                    wish.Begun(armed);
                }

                return answer;
            }
            else
            {
                // Taken out by another change, or held anew already.
                await armed.Gone.WaitAsync(ct);
            }
        }
    }

    /// <summary>Another node asks for a change of a job that was withdrawn here for it.</summary>
    /// <remarks>
    /// What is asked was read a while ago, and may have been taken back since: a cancel by a replace, a pause by a resume. So
    /// it is not done by what was read; the hold is handed back, and its end does what the row wants at that moment.
    /// </remarks>
    internal async ValueTask GiveWayAsync(Armed armed)
    {
        await HandBackAsync(armed);
        armer.Call();
        services.Quiet.Change();
    }

    /// <summary>After a replace: the row has the new content and is held with the old one in memory. Out with it, and claim anew.</summary>
    /// <param name="owner">Whose job it is.</param>
    /// <param name="hold">The job, and the fence under which it was held when it was replaced.</param>
    /// <returns>Whether the old content had started.</returns>
    internal async ValueTask<bool> AfterReplaceAsync(string owner, Hold hold)
    {
        await armer.SettledAsync(CancellationToken.None);
        bool started;
        if (set.Find(hold.Id) is not { } armed || armed.Row.Fence != hold.Fence)
        {
            // Out of memory since: it ran to its end, or another change took it out. Or it never was in this one.
            started = settlement is null ? await HasRunAsync(owner, hold) : await MayHaveStartedAsync(settlement, owner, hold);
        }
        else if (await IsCurrentAsync(owner, armed))
        {
            // It came into memory after the replace.
            started = false;
        }
        else
        {
            armed.IsReplaced = true;
            if (armed.TryWithdraw())
            {
                await HandBackAsync(armed);
            }

            started = !armed.IsWithdrawn;
        }

        armer.Call();
        return started;
    }

    /// <summary>The same for a follow-up job that was committed with the end of another.</summary>
    internal async ValueTask AfterFollowUpAsync(NewJob followUp)
    {
        try
        {
            // Where another node has it, the store has asked that; no commit waits for its answer.
            if (await store.FindByKeyAsync(followUp.Owner, followUp.Kind, followUp.Key!, CancellationToken.None) is { State: JobState.Armed } job
                && (settlement is null || set.Has(new Hold(job.Id, job.Fence))))
            {
                await AfterReplaceAsync(followUp.Owner, new Hold(job.Id, job.Fence));
            }
        }
        catch (StoreUnavailableException e)
        {
            // The old content may start once more; the new one stands, and is planned when that has ended.
            Log.StoreFailed(services.Logger, "look up a replaced job", e.Message);
        }
    }

    // For when its hold ends: nobody here has it in memory.
    private async ValueTask<ChangeAnswer> LeaveAsync(string owner, JobId id, Wish wish, CancellationToken ct)
    {
        JobView? before = settlement is null || wish.Ask is null ? null : await store.FindAsync(owner, id, ct);
        ChangeAnswer answer = await wish.Write(Grip.Unseen, ct);
        return answer == ChangeAnswer.Pending && before is not null
            ? await settlement!.OfAsync(wish.Ask!.Value, owner, id, before, ct)
            : answer;
    }

    private static async ValueTask<bool> MayHaveStartedAsync(Settlement settlement, string owner, Hold hold)
    {
        try
        {
            return await settlement.HasStartedAsync(owner, hold);
        }
        catch (StoreUnavailableException)
        {
            // Not known: the careful word.
            return true;
        }
    }

    private async ValueTask<ChangeAnswer> ChangeWithdrawnAsync(Armed armed, Func<Grip, CancellationToken, ValueTask<ChangeAnswer>> change)
    {
        ChangeAnswer answer;
        try
        {
            answer = await change(Grip.Withdrawn(armed.Row.Fence), CancellationToken.None);
        }
        catch
        {
            // As far as can be told not changed, so it is to start after all.
            set.Remove(armed);
            armer.AdoptNext();
            throw;
        }

        if (answer == ChangeAnswer.Applied)
        {
            TakeOut(armed);
        }
        else
        {
            await HandBackAsync(armed);
            armer.Call();
        }

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

    private async ValueTask<bool> HasRunAsync(string owner, Hold hold)
    {
        try
        {
            IReadOnlyList<RunView> runs = await store.ListRunsAsync(new RunFilter { Owner = owner, Job = hold.Id }, CancellationToken.None);
            return runs.Any(run => run.Fence == hold.Fence && run.Started is not null);
        }
        catch (StoreUnavailableException)
        {
            // Not known: the careful word.
            return true;
        }
    }
}
