using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores.Rows;

/// <summary>What becomes of a job's row when its owner changes it. One meaning for every store.</summary>
internal sealed class JobChanges(IJobRows rows)
{
    public async ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, Grip grip, Instant now)
    {
        if (await rows.ReadAsync(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (job.Leaves(grip))
        {
            await LeaveAsync(id, job, Want.End, grip, AskKind.Cancel);
        }
        else if (answer == ChangeAnswer.Applied)
        {
            await EndAsync(owner, id, job, now);
        }

        return answer;
    }

    /// <summary>Ends a hold that was left when others were handed back, for its job was to end: so it does, unless a replace has taken that back since.</summary>
    /// <returns>Whether the hold stood.</returns>
    public async ValueTask<bool> HandBackAsync(string owner, Hold hold, Instant now)
    {
        if (await rows.ReadAsync(owner, hold.Id) is not { Held: true } job || job.Fence != hold.Fence)
        {
            return false;
        }

        if (job.Want == Want.End)
        {
            await EndAsync(owner, hold.Id, job, now);
        }
        else
        {
            await rows.ReleaseAsync(hold);
        }

        return true;
    }

    public async ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, Grip grip)
    {
        if (await ReadLastingAsync(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (job.Leaves(grip))
        {
            await LeaveAsync(id, job, Want.Pause, grip, AskKind.Pause);
        }
        else if (answer == ChangeAnswer.Applied)
        {
            await rows.PauseAsync(new Hold(id, job.Fence));
        }

        return answer;
    }

    public async ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, ResumePlan plan)
    {
        if (await ReadLastingAsync(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        if (job.State != JobState.Paused)
        {
            if (job.Want != Want.Nothing)
            {
                await rows.WantAsync(new Hold(id, job.Fence), Want.Nothing);
            }

            return ChangeAnswer.Applied;
        }

        // Where the occurrence has ended and only the next is to be planned, whoever claims the job plans it.
        bool stands = plan.Next is null || job.Settle;
        if (!await rows.ResumeAsync(id, plan, stands ? new NextStart(job.Due, job.At, job.Attempt) : plan.Next!))
        {
            return ChangeAnswer.Conflict;
        }

        if (!stands && plan.Skipped is { } skipped)
        {
            await rows.RecordAsync(skipped);
        }

        return ChangeAnswer.Applied;
    }

    public async ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, Grip grip)
    {
        if (await ReadLastingAsync(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        if (change.Version is { } expected && expected != job.Version)
        {
            return ChangeAnswer.Conflict;
        }

        ChangeAnswer answer = job.Answer(grip);
        Hold hold = new(id, job.Fence);
        if (answer == ChangeAnswer.Applied)
        {
            hold = await FreeAsync(hold, job);
        }
        else if (!job.Leaves(grip))
        {
            return answer;
        }

        await rows.EditContentAsync(hold, change);
        if (change.Plan is { } plan)
        {
            await rows.EditPlanAsync(hold, plan);
        }

        if (grip.IsUnseen && job.Held)
        {
            await rows.AskHolderAsync(hold, AskKind.Edit);
        }

        return answer;
    }

    public async ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, Grip grip, Instant now)
    {
        if (await ReadLastingAsync(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        if (job.State == JobState.Parked)
        {
            return ChangeAnswer.Parked;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (answer == ChangeAnswer.Applied)
        {
            Hold hold = await FreeAsync(new Hold(id, job.Fence), job);
            await rows.RunNowAsync(hold, await DueForAsync(id, job, now), now);
        }

        return answer;
    }

    // Without those that were cancelled and are about to end.
    private async ValueTask<Standing?> ReadLastingAsync(string owner, JobId id) =>
        await rows.ReadAsync(owner, id) is { Want: not Want.End } job ? job : null;

    private async ValueTask EndAsync(string owner, JobId id, Standing job, Instant now)
    {
        await rows.DeleteAsync(id);
        if (!job.Settle)
        {
            await rows.RecordAsync(Cancelled(owner, id, job, now));
        }
    }

    private async ValueTask LeaveAsync(JobId id, Standing job, Want want, Grip grip, AskKind ask)
    {
        Hold hold = new(id, job.Fence);
        await rows.WantAsync(hold, want);
        if (grip.IsUnseen)
        {
            await rows.AskHolderAsync(hold, ask);
        }
    }

    private async ValueTask<Hold> FreeAsync(Hold hold, Standing job) => job.Held ? await rows.ReleaseAsync(hold) : hold;

    // An occurrence that has come, or whose attempts have begun, is itself what runs now: given up it would be without an
    // end in the record.
    private async ValueTask<Instant> DueForAsync(JobId id, Standing job, Instant now)
    {
        if (!job.Settle && (job.Due <= now || job.Attempt > 0))
        {
            return job.Due;
        }

        return await rows.LastDueAsync(id) is { } recorded && recorded >= now ? new Instant(recorded.Micros + 1) : now;
    }

    private static RunView Cancelled(string owner, JobId id, Standing job, Instant now) => new()
    {
        Job = id,
        Due = job.Due,
        Attempt = 0,
        Fence = job.Fence,
        At = job.At,
        Ended = now,
        Outcome = OutcomeCode.Cancelled,
        Owner = owner,
        Kind = job.Kind,
        Key = job.Key,
    };
}
