using Kairos.Lab.History.Rules;

namespace Kairos.Lab.History;

/// <summary>Judges what was seen by what is promised. Computes only: n log n in the number of events.</summary>
public static class HistoryChecker
{
    /// <summary>Judges a history.</summary>
    /// <param name="events">In the order of their stamps, as <see cref="HistoryReader"/> gives them.</param>
    /// <param name="options">What it is judged by.</param>
    public static Verdict Check(IEnumerable<HistoryEvent> events, HistoryCheckOptions options)
    {
        Chronicle all = Chronicle.Of(events, options);
        FaultCalendar faults = new(all.Faults, options.Settling);
        Findings findings = new();
        TimeRule time = new(all, faults, findings);
        long occurrences = 0;
        foreach (JobStory job in all.Jobs)
        {
            PhantomRule.Judge(job, all, findings);
            LossRule.Judge(job, all, findings);
            CommitRule.Judge(job, findings);
            FenceRule.Judge(job, findings);
            GateRule.Judge(job, findings);
            ChangeRule.Judge(job, all, findings);
            TakenBackRule.Judge(job, findings);
            time.Judge(job);
            occurrences += job.Starts.Select(s => s.Due).Concat(job.Runs.Select(r => r.Due)).Distinct().LongCount();
        }

        KeyRule.Judge(all, findings);
        TakeOverRule.Judge(all, findings);
        WholenessRule.Judge(all, findings);
        return new Verdict
        {
            Ok = findings.None,
            Occurrences = occurrences,
            Faults = faults.Names,
            Lost = findings.Of(ViolationKind.Lost),
            Phantom = findings.Of(ViolationKind.Phantom),
            DuplicateCommits = findings.Of(ViolationKind.DuplicateCommit),
            Early = findings.Of(ViolationKind.Early),
            FenceViolations = findings.Of(ViolationKind.Fence),
            GatedRestarts = findings.Of(ViolationKind.GatedRestart),
            KeyViolations = findings.Of(ViolationKind.Key),
            StartsAfterApplied = findings.Of(ViolationKind.StartAfterApplied),
            LateHealthy = findings.Of(ViolationKind.LateHealthy),
            Unrecorded = findings.Of(ViolationKind.Unrecorded),
            WrongTakeOvers = findings.Of(ViolationKind.WrongTakeOver),
            Incomplete = findings.Of(ViolationKind.Incomplete),
            LatenessMs = time.Figures(),
            Violations = findings.Kept,
        };
    }
}
