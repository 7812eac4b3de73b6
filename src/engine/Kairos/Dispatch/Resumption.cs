using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Dispatch;

/// <summary>How a paused job goes on.</summary>
internal static class Resumption
{
    internal static ResumePlan Of(JobView job, Instant now)
    {
        ResumePlan stands = new() { Version = job.Version, Due = job.Due };

        // What was begun is brought to its end, and what is still to come comes.
        if (job.State != JobState.Paused || job.At > now || job.Attempt > 0 || TriggerOf(job) is not { } trigger)
        {
            return stands;
        }

        (long count, Instant last, Instant? following) = GoneBy(trigger, job.Due, now);
        return following is not { } next ? stands : stands with
        {
            Next = new NextStart(next, next, 0),
            Skipped = new RunView
            {
                Job = job.Id,
                Due = job.Due,
                Attempt = 0,
                Fence = job.Fence,
                At = job.At,
                Ended = now,
                Outcome = OutcomeCode.Skipped,
                Owner = job.Owner,
                Kind = job.Kind,
                Key = job.Key,
                Reason = count == 1
                    ? $"The due instant {last} went by while it was paused."
                    : $"{count} due instants from {job.Due} to {last} went by while it was paused.",
            },
        };
    }

    // The open occurrence counts on its own: one that was brought forward is none of the trigger's.
    private static (long Count, Instant Last, Instant? Following) GoneBy(Trigger trigger, Instant due, Instant now)
    {
        Instant? after = trigger.Next(due);
        if (after is not { } next || next > now)
        {
            return (1, due, after);
        }

        (long count, Instant last, Instant? following) = trigger.Pass(next, now);
        return (count + 1, last, following);
    }

    // One that can't be read here ends the job, with a word, when its occurrence has run; it is no reason to keep it paused.
    private static Trigger? TriggerOf(JobView job)
    {
        try
        {
            return job.Trigger is null ? null : TriggerJson.Read(job.Trigger);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
