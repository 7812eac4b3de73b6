using Kairos.Jobs;

namespace Kairos.Lab.History.Rules;

/// <summary>An occurrence has one end at most, and each end that was acknowledged is in the record.</summary>
internal static class CommitRule
{
    internal static void Judge(JobStory job, Findings findings)
    {
        JudgeRows(job, findings);
        JudgeAnswers(job, findings);
        JudgeRecord(job, findings);
    }

    private static void JudgeRows(JobStory job, Findings findings)
    {
        foreach (IGrouping<Time.Instant, FinalRun> twice in job.Runs.Where(r => r.IsEnd).GroupBy(r => r.Due).Where(g => g.Count() > 1))
        {
            findings.Add(ViolationKind.DuplicateCommit, job.Id, $"The occurrence of {twice.Key} has {twice.Count()} ends in the record.", twice);
        }

        foreach (IGrouping<(Time.Instant, int), FinalRun> twice in job.Runs.GroupBy(r => (r.Due, r.Attempt)).Where(g => g.Count() > 1 && g.Count(r => r.IsEnd) < 2))
        {
            findings.Add(ViolationKind.DuplicateCommit, job.Id, $"Attempt {twice.Key.Item2} of {twice.Key.Item1} is in the record {twice.Count()} times.", twice);
        }

        // One that a take-over ended as unknown keeps its place until a node has planned the next.
        if (job.Live is [FinalJob live, ..] && job.Runs.Find(r => r.IsEnd && r.Outcome != OutcomeCode.Unknown && r.Due == live.Due) is { } ended)
        {
            findings.Add(ViolationKind.DuplicateCommit, job.Id, $"The occurrence of {live.Due} has ended and is open again.", ended, live);
        }
    }

    private static void JudgeAnswers(JobStory job, Findings findings)
    {
        foreach (IGrouping<Time.Instant, CompleteAnswered> occurrence in job.Answers
            .Where(a => a.Result == CompleteResult.Committed && a.Outcome.IsEnd())
            .GroupBy(a => a.Due)
            .Where(g => g.DistinctBy(a => (a.Fence, a.Outcome)).Skip(1).Any()))
        {
            findings.Add(ViolationKind.DuplicateCommit, job.Id, $"Two ends of the occurrence of {occurrence.Key} were acknowledged.", occurrence);
        }
    }

    private static void JudgeRecord(JobStory job, Findings findings)
    {
        HashSet<(Time.Instant, long, OutcomeCode)> recorded = [.. job.Runs.Select(r => (r.Due, r.Fence, r.Outcome))];
        foreach (CompleteAnswered answer in job.Answers.Where(a => a.Result == CompleteResult.Committed && !recorded.Contains((a.Due, a.Fence, a.Outcome))))
        {
            findings.Add(ViolationKind.Unrecorded, job.Id, $"'{answer.Outcome}' under fence {answer.Fence} was acknowledged and is not in the record.", [answer, .. job.Runs.Where(r => r.Due == answer.Due)]);
        }

        // A take-over writes under the fence of the hold that it ends, too: what is left unknown, and the end that its owner
        // had asked for. The latter never started, and a handler that is ended by its owner has.
        HashSet<(Time.Instant, long, OutcomeCode)> attempted =
        [
            .. job.Runs.Where(r => r.Outcome != OutcomeCode.Unknown && r is not { Outcome: OutcomeCode.Cancelled, Started: null }).Select(r => (r.Due, r.Fence, r.Outcome)),
        ];
        foreach (CompleteAnswered answer in job.Answers.Where(a => a.Result == CompleteResult.Refused && attempted.Contains((a.Due, a.Fence, a.Outcome))))
        {
            findings.Add(ViolationKind.Phantom, job.Id, $"'{answer.Outcome}' under fence {answer.Fence} was refused, and it is in the record.", [answer, .. job.Runs.Where(r => r.Due == answer.Due)]);
        }

        foreach (SkipSeen skip in job.Skips.Where(s => !job.Runs.Exists(r => r.Outcome == OutcomeCode.Skipped && r.Due == s.First)))
        {
            findings.Add(ViolationKind.Unrecorded, job.Id, $"What went by from {skip.First} on was acknowledged as skipped and is not in the record.", skip);
        }
    }
}
