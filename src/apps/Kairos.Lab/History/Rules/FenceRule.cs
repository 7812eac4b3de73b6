using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>One hold at a time: fences grow, and what holds a lower one than the highest can write nothing.</summary>
internal static class FenceRule
{
    internal static void Judge(JobStory job, Findings findings)
    {
        Hold[] holds =
        [
            .. job.Arms.Select(a => new Hold(a.Fence, a.AskedMono, a.Mono, a.Due, a))
                .Concat(job.Starts.Select(s => new Hold(s.Fence, long.MaxValue, s.Mono, s.Due, s)))
                .OrderBy(h => h.Seen),
        ];
        if (holds.Length > 0)
        {
            JudgeUnique(job, holds, findings);
            JudgeOrder(job, holds, findings);
            JudgeStale(job, holds, findings);
            JudgeEnded(job, holds, findings);
        }
    }

    private static void JudgeUnique(JobStory job, Hold[] holds, Findings findings)
    {
        foreach (IGrouping<long, Hold> shared in holds.GroupBy(h => h.Fence).Where(g => g.DistinctBy(h => h.Event.Node).Skip(1).Any()))
        {
            findings.Add(ViolationKind.Fence, job.Id, $"Two nodes hold it under fence {shared.Key}.", shared.Select(h => h.Event));
        }

        foreach (IGrouping<long, StartSeen> twice in job.Starts.GroupBy(s => s.Fence).Where(g => g.Count() > 1))
        {
            findings.Add(ViolationKind.Fence, job.Id, $"It was started {twice.Count()} times under fence {twice.Key}.", twice);
        }
    }

    /// <summary>A hold that was asked for after another was seen has the higher fence; those that overlap may have either order.</summary>
    private static void JudgeOrder(JobStory job, Hold[] seen, Findings findings)
    {
        int next = 0;
        Hold? highest = null;
        foreach (Hold hold in seen.Where(h => h.Asked < long.MaxValue).OrderBy(h => h.Asked))
        {
            for (; next < seen.Length && seen[next].Seen < hold.Asked; next++)
            {
                highest = highest is { } known && known.Fence >= seen[next].Fence ? known : seen[next];
            }

            // A node that adopts what it holds sees the same hold again.
            if (highest is { } before && (before.Fence > hold.Fence || (before.Fence == hold.Fence && before.Event.Node != hold.Event.Node)))
            {
                findings.Add(ViolationKind.Fence, job.Id, $"A hold under fence {hold.Fence} was given after one under {before.Fence} was seen.", before.Event, hold.Event);
            }
        }

        Hold top = seen.MaxBy(h => h.Fence);
        if (job.Live is [FinalJob live, ..] && live.Fence < top.Fence)
        {
            findings.Add(ViolationKind.Fence, job.Id, $"Its row ends under fence {live.Fence}, below one that was given.", top.Event, live);
        }
    }

    /// <summary>What was started, or sent to the store for the first time, after a higher fence was seen must be refused its commit.</summary>
    private static void JudgeStale(JobStory job, Hold[] seen, Findings findings)
    {
        HashSet<long> recorded = [.. job.Runs.Where(r => r.IsEnd && r.Started is not null).Select(r => r.Fence)];
        (long Fence, HistoryEvent Event)[] acts =
        [
            .. job.Starts.Select(s => (s.Fence, (HistoryEvent)s))
                .Concat(job.Asks.DistinctBy(a => a.Fence).Select(a => (a.Fence, (HistoryEvent)a)))
                .Where(a => job.Committed(a.Item1) || recorded.Contains(a.Item1))
                .OrderBy(a => a.Item2.Mono),
        ];
        int next = 0;
        Hold? highest = null;
        foreach ((long fence, HistoryEvent e) in acts)
        {
            for (; next < seen.Length && seen[next].Seen < e.Mono; next++)
            {
                highest = highest is { } known && known.Fence >= seen[next].Fence ? known : seen[next];
            }

            if (highest is { } above && above.Fence > fence)
            {
                findings.Add(ViolationKind.Fence, job.Id, $"Fence {fence} was over when fence {above.Fence} was seen, and what came after it was committed.", [above.Event, e, .. job.Answers.Where(a => a.Fence == fence)]);
            }
        }
    }

    /// <summary>An occurrence that has ended under a fence is never held under a higher one, unless to plan the next.</summary>
    private static void JudgeEnded(JobStory job, Hold[] holds, Findings findings)
    {
        Dictionary<Instant, Hold> highest = [];
        foreach (Hold hold in holds.Where(h => h.Event is not ArmSeen { Settles: true }))
        {
            if (!highest.TryGetValue(hold.Due, out Hold known) || known.Fence < hold.Fence)
            {
                highest[hold.Due] = hold;
            }
        }

        foreach (FinalRun end in job.Runs.Where(r => r.IsEnd))
        {
            if (highest.TryGetValue(end.Due, out Hold hold) && hold.Fence > end.Fence)
            {
                findings.Add(ViolationKind.Fence, job.Id, $"The occurrence of {end.Due} ended under fence {end.Fence} and was held under {hold.Fence}.", end, hold.Event);
            }
        }
    }

    /// <summary>That a node had hold of the job: since some time after asking, at the latest when it was seen.</summary>
    private readonly record struct Hold(long Fence, long Asked, long Seen, Instant Due, HistoryEvent Event);
}
