using Kairos.Jobs;

namespace Kairos.Lab.History.Rules;

/// <summary>What took a cancel or a pause back stands: neither is carried out afterwards.</summary>
internal static class TakenBackRule
{
    internal static void Judge(JobStory job, Findings findings)
    {
        if (job.Runs.Find(static r => r is { Outcome: OutcomeCode.Cancelled, Started: null }) is { } ended)
        {
            Blame(job, ChangeKind.Cancel, ended, "It was ended by a cancel, and each that may stand had been taken back by a replace that was acknowledged.", findings);
        }

        if (job.Live.Find(static j => j.State == JobState.Paused) is { } paused)
        {
            Blame(job, ChangeKind.Pause, paused, "It is paused, and each pause that may stand had been taken back by a resume that was applied.", findings);
        }
    }

    private static void Blame(JobStory job, ChangeKind kind, HistoryEvent found, string text, Findings findings)
    {
        Change[] causes = [.. job.Changes.Where(c => c.Asked.Change == kind && c.MayStand)];
        if (causes.Length > 0 && Array.TrueForAll(causes, job.IsTakenBack))
        {
            findings.Add(ViolationKind.Lost, job.Id, text,
                [found, .. causes.Select(c => c.Answer), .. job.Submits.Select(s => s.Answer), .. job.Changes.Select(c => c.Answer)]);
        }
    }
}
