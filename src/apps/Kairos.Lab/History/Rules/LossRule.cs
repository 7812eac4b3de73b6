using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>What was acknowledged ends, or waits for it.</summary>
internal static class LossRule
{
    internal static void Judge(JobStory job, Chronicle all, Findings findings)
    {
        if (all.Final is not { } final)
        {
            return;
        }

        HashSet<Instant> ends = [.. job.Runs.Where(r => r.IsEnd).Select(r => r.Due)];
        FinalJob? live = job.Live.FirstOrDefault();
        JudgeStuck(job, live, final, all.Options, findings);

        // An occurrence that was lost with its node after an edit had moved the plan is not repeated: what stands is the new one.
        bool moved = job.Plannings.Count(p => !p.Keeps) > 1;
        HashSet<Instant> lost = moved ? [.. job.Runs.Where(r => r.Outcome == OutcomeCode.Lost).Select(r => r.Due)] : [];
        foreach (StartSeen start in job.Starts.DistinctBy(s => s.Due).Where(s => !ends.Contains(s.Due) && live?.Due != s.Due && !lost.Contains(s.Due)))
        {
            findings.Add(ViolationKind.Lost, job.Id, $"The occurrence of {start.Due} was started, has no end and is not waiting.", start, live);
        }

        if (job.Submits.Exists(s => s.Stored))
        {
            JudgeKept(job, live, ends, findings);
            GridRule.Judge(job, all, findings);
        }
    }

    private static void JudgeStuck(JobStory job, FinalJob? live, FinalRead final, HistoryCheckOptions options, Findings findings)
    {
        if (live is { State: JobState.Waiting or JobState.Armed } && live.Planned < final.At - options.StuckAfter)
        {
            findings.Add(ViolationKind.Lost, job.Id, $"It was planned for {live.Planned}, and at {final.At} it was neither ended nor put off.", live);
        }
    }

    private static void JudgeKept(JobStory job, FinalJob? live, HashSet<Instant> ends, Findings findings)
    {
        if (live is not null)
        {
            return;
        }

        IEnumerable<HistoryEvent> evidence = [.. job.Plannings.Select(p => p.Asked), .. job.Runs];
        Planning last = job.Plannings.Last(p => !p.Keeps);
        if (ends.Count == 0)
        {
            findings.Add(ViolationKind.Lost, job.Id, "It was acknowledged, has no end and is not live.", evidence);
        }
        else if (EndsOtherwise(job))
        {
            // Its end is the last that is recorded, whatever was planned after it.
        }
        else if (last.Plan is { PeriodMicros: not null } && last.Definite)
        {
            findings.Add(ViolationKind.Lost, job.Id, "It repeats, nobody ended it, and it is not live.", evidence);
        }
        else if (last is { Plan: { PeriodMicros: null } plan, Definite: true } && !Overtaken(job, last) && !ends.Contains(plan.First))
        {
            findings.Add(ViolationKind.Lost, job.Id, $"Its occurrence of {plan.First} has no end, and it is not live.", evidence);
        }
    }

    /// <summary>A cancel that may stand, or a handler or the engine, ended the job whatever its trigger says.</summary>
    private static bool EndsOtherwise(JobStory job) =>
        job.Changes.Exists(c => c.Asked.Change == ChangeKind.Cancel && c.MayStand && !job.IsTakenBack(c))
        || job.Asks.Exists(a => a.EndsJob && job.Runs.Exists(r => r.Fence == a.Fence))
        || job.Runs.Exists(r => r.Outcome is OutcomeCode.Cancelled or OutcomeCode.Buried);

    /// <summary>Another call may have come between: a run now (it gives way), or one whose order with this one can't be told.</summary>
    private static bool Overtaken(JobStory job, Planning last) =>
        job.Plannings.Any(p => p != last && !p.Keeps && (p.AnsweredMono >= last.Asked.Mono || p.Asked is ChangeAsked { Change: ChangeKind.RunNow }));
}
