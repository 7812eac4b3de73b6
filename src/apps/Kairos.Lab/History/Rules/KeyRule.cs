using Kairos.Jobs;

namespace Kairos.Lab.History.Rules;

/// <summary>(kind, owner, key) is unique among live jobs, and an idempotency key makes one job.</summary>
internal static class KeyRule
{
    internal static void Judge(Chronicle all, Findings findings)
    {
        JudgeFinal(all, findings);
        JudgeIdempotency(all, findings);
        JudgeLives(all, findings);
    }

    private static void JudgeFinal(Chronicle all, Findings findings)
    {
        foreach (JobStory twice in all.Jobs.Where(j => j.Live.Count > 1))
        {
            findings.Add(ViolationKind.Key, twice.Id, "It has two live rows.", twice.Live);
        }

        foreach (IGrouping<(string, string, string?), FinalJob> shared in all.Jobs.SelectMany(j => j.Live)
            .Where(j => j.Key is not null)
            .GroupBy(j => (j.Owner, j.Kind, j.Key))
            .Where(g => g.DistinctBy(j => j.Job).Skip(1).Any()))
        {
            findings.Add(ViolationKind.Key, shared.First().Job, $"{shared.Count()} live jobs have its key '{shared.Key.Item3}'.", shared);
        }
    }

    private static void JudgeIdempotency(Chronicle all, Findings findings)
    {
        foreach (IGrouping<(string, string?), Submit> calls in all.Submits
            .Where(s => s.Asked.IdempotencyKey is not null && s.Answer is { Job: not null, Result: SubmitResult.Created or SubmitResult.Repeated or SubmitResult.Replaced or SubmitResult.Kept })
            .GroupBy(s => (s.Asked.Owner, s.Asked.IdempotencyKey)))
        {
            if (calls.DistinctBy(s => s.Answer!.Job).Skip(1).Any() || calls.Count(s => s.Answer!.Result == SubmitResult.Created) > 1)
            {
                findings.Add(ViolationKind.Key, calls.First().Answer!.Job, $"The idempotency key '{calls.Key.Item2}' made more than one job.", calls.Select(s => s.Answer));
            }
        }
    }

    private static void JudgeLives(Chronicle all, Findings findings)
    {
        Dictionary<JobId, (long Mono, HistoryEvent? Event)> signs = [];
        foreach (JobStory job in all.Jobs.Where(j => j.Submits.Exists(s => s.Asked.Key is not null)))
        {
            signs[job.Id] = LastSign(job);
        }

        foreach (IGrouping<(string, string, string?), Submit> same in all.Submits
            .Where(s => s.Asked.Key is not null && s.Answer is { Result: SubmitResult.Created, Job: not null })
            .GroupBy(s => (s.Asked.Owner, s.Asked.Kind, s.Asked.Key)))
        {
            Submit? longest = null;
            foreach (Submit next in same.OrderBy(s => s.Asked.Mono))
            {
                // The first was there before the second was asked for, and still after it was answered.
                if (longest is not null && longest.Answer!.Mono < next.Asked.Mono && longest.Answer.Job != next.Answer!.Job
                    && signs[longest.Answer.Job!.Value] is { Event: { } sign } last && last.Mono > next.Answer.Mono)
                {
                    findings.Add(ViolationKind.Key, next.Answer.Job, $"It was created while {longest.Answer.Job} lived under its key '{next.Asked.Key}'.", longest.Answer, next.Asked, next.Answer, sign);
                }

                if (longest is null || signs[longest.Answer!.Job!.Value].Mono < signs[next.Answer!.Job!.Value].Mono)
                {
                    longest = next;
                }
            }
        }
    }

    /// <summary>The latest moment at which the row was there for certain, and what shows it.</summary>
    private static (long Mono, HistoryEvent? Event) LastSign(JobStory job)
    {
        List<(long Mono, HistoryEvent Event)> signs =
        [
            .. job.Live.Select(j => (j.Mono, (HistoryEvent)j)),
            .. job.Arms.Select(a => (a.AskedMono, (HistoryEvent)a)),
            .. job.Changes.Where(c => c.Applied).Select(c => (c.Asked.Mono, (HistoryEvent)c.Asked)),
            .. job.Asks.Where(a => job.Committed(a.Fence)).DistinctBy(a => a.Fence).Select(a => (a.Mono, (HistoryEvent)a)),
        ];
        return signs.Count == 0 ? (long.MinValue, null) : signs.MaxBy(s => s.Mono);
    }
}
