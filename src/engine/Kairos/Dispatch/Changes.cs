using Kairos.Dispatch.Planning;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>What owners ask of jobs that live: to end, to pause, to go on, to be otherwise, to run now.</summary>
internal sealed class Changes(IJobStore store, RunServices services, Withdrawals withdrawals, Armer armer)
{
    internal async ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, CancellationToken ct)
    {
        ChangeAnswer answer = await withdrawals.ChangeAsync(
            owner,
            id,
            new Wish(AskKind.Cancel, (grip, stop) => store.CancelAsync(owner, id, grip, services.Clock.Now, stop), static armed => armed.Cancel(CancelReason.Owner)),
            ct);
        if (answer == ChangeAnswer.Applied)
        {
            // No hurry: what it kept away may begin a little later.
            services.Quiet.Change();
        }

        return answer;
    }

    internal async ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, CancellationToken ct)
    {
        ChangeAnswer answer = await withdrawals.ChangeAsync(
            owner, id, new Wish(AskKind.Pause, (grip, stop) => store.PauseAsync(owner, id, grip, stop), static _ => { }), ct);
        if (IsMade(answer))
        {
            services.Quiet.Change();
            Tell(new JobPaused(services.Clock.Now, id, answer != ChangeAnswer.Applied));
        }

        return answer;
    }

    internal async ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, CancellationToken ct)
    {
        while (true)
        {
            if (await store.FindAsync(owner, id, ct) is not { } job)
            {
                return ChangeAnswer.NotFound;
            }

            ResumePlan plan = Resumption.Of(job, services.Clock.Now);
            ChangeAnswer answer = await store.ResumeAsync(owner, id, plan, ct);
            if (answer == ChangeAnswer.Applied)
            {
                Instant planned = plan.Next?.At ?? job.At;
                await services.Quiet.ChangedAsync();
                Tell(new JobResumed(services.Clock.Now, id, planned));
                armer.CallFor(planned);
            }

            // Edited or run since we read it: planned anew from what stands now.
            if (answer != ChangeAnswer.Conflict)
            {
                return answer;
            }
        }
    }

    internal async ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobChange change, CancellationToken ct)
    {
        ChangeAnswer answer = await withdrawals.ChangeAsync(
            owner,
            id,
            new Wish(AskKind.Edit, (grip, stop) => store.EditAsync(owner, id, change, grip, stop), static armed => armed.IsReplaced = true),
            ct);
        if (IsMade(answer))
        {
            await services.Quiet.ChangedAsync();
            Tell(new JobEdited(services.Clock.Now, id, answer != ChangeAnswer.Applied));
            armer.Call();
        }

        return answer;
    }

    internal async ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, CancellationToken ct)
    {
        ChangeAnswer answer = await withdrawals.ChangeAsync(
            owner, id, new Wish(null, (grip, stop) => store.RunNowAsync(owner, id, grip, services.Clock.Now, stop), static _ => { }), ct);
        if (answer == ChangeAnswer.Applied)
        {
            await services.Quiet.ChangedAsync();
            Tell(new JobBroughtForward(services.Clock.Now, id));
            armer.Call();
        }

        return answer;
    }

    // Now, or for when what runs has ended.
    private static bool IsMade(ChangeAnswer answer) => answer is ChangeAnswer.Applied or ChangeAnswer.TooLate or ChangeAnswer.Pending;

    private void Tell(EngineEvent e)
    {
        if (services.Events.IsHeard)
        {
            services.Events.Tell(e);
        }
    }
}
