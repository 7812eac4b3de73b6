using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>Nothing happens that nobody asked for.</summary>
internal static class PhantomRule
{
    internal static void Judge(JobStory job, Chronicle all, Findings findings)
    {
        (Instant Due, HistoryEvent Event)[] mentions = [.. job.Mentions()];
        if (job.Plannings.Count == 0 || job.Submits.Count == 0)
        {
            if (mentions.Length > 0)
            {
                string text = job.Submits.Count == 0 ? "Nobody submitted it." : "Its submit was refused.";
                findings.Add(ViolationKind.Phantom, job.Id, text, [.. job.Submits.Select(s => s.Asked), mentions[0].Event]);
            }

            return;
        }

        foreach ((Instant due, HistoryEvent e) in mentions.DistinctBy(m => m.Due))
        {
            if (!job.Plannings.Any(p => p.Yields(due, all.Options.ClockSlack)))
            {
                findings.Add(ViolationKind.Phantom, job.Id, $"Its trigger does not yield {due}.", [e, .. job.Plannings.Select(p => p.Asked)]);
            }
        }

        JudgeIdentity(job, findings);
        JudgeUnstarted(job, findings);
    }

    private static void JudgeIdentity(JobStory job, Findings findings)
    {
        HashSet<(string, string, string?)> submitted = [.. job.Submits.Select(s => (s.Asked.Owner, s.Asked.Kind, s.Asked.Key))];
        HistoryEvent? other = (HistoryEvent?)job.Live.Find(j => !submitted.Contains((j.Owner, j.Kind, j.Key)))
            ?? job.Runs.Find(r => !submitted.Contains((r.Owner, r.Kind, r.Key)));
        if (other is not null)
        {
            findings.Add(ViolationKind.Phantom, job.Id, "Its owner, kind or key is not what was submitted.", [other, .. job.Submits.Select(s => s.Asked)]);
        }
    }

    private static void JudgeUnstarted(JobStory job, Findings findings)
    {
        HashSet<long> started = [.. job.Starts.Select(s => s.Fence)];
        foreach (FinalRun run in job.Runs.Where(r => r.Started is not null && !started.Contains(r.Fence)))
        {
            findings.Add(ViolationKind.Phantom, job.Id, $"A run under fence {run.Fence} is recorded as started, and no node started it.", run);
        }

        foreach (EffectSeen effect in job.Effects.Where(e => !started.Contains(e.Fence)))
        {
            findings.Add(ViolationKind.Phantom, job.Id, $"An effect under fence {effect.Fence}, under which no node started it.", effect);
        }
    }
}
