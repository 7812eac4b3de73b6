using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Dispatch.Planning;

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

        Missed missed = Missed.From(trigger, new TriggerState(job.Due, now, job.Ran), job.Due, now);
        return Missed.StartOf(trigger, missed.Following) is not { } next ? stands : stands with
        {
            Next = next,
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
                Reason = $"{missed.Subject} went by while it was paused.",
            },
        };
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
