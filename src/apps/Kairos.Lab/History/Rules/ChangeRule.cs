using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>After a change was said to be applied, nothing starts as it was before.</summary>
internal static class ChangeRule
{
    internal static void Judge(JobStory job, Chronicle all, Findings findings)
    {
        if (job.Changes.Count == 0 && job.Submits.Count == 1)
        {
            return;
        }

        StartSeen[] starts = [.. job.Starts.Where(s => !IsZombie(job, s, all))];
        foreach (Change change in job.Changes.Where(c => c.Answer is not null))
        {
            switch (change)
            {
                case { Asked.Change: ChangeKind.Cancel, Applied: true }:
                    Blame(job, change.Asked, change.Answer!, starts.Where(s => s.Mono > change.AnsweredMono), "it was cancelled", findings);
                    break;
                case { Asked.Change: ChangeKind.Cancel, Answer.Result: ChangeResult.TooLate } when !job.IsTakenBack(change):
                    // What it was too late for may be on its way into its handler; what is claimed afterwards is another.
                    HashSet<long> later = [.. job.Arms.Where(a => a.AskedMono > change.AnsweredMono).Select(a => a.Fence)];
                    Instant[] begun = [.. job.Arms.Where(a => a.AskedMono < change.AnsweredMono).Select(a => a.Due)];
                    Blame(job, change.Asked, change.Answer!, starts.Where(s => later.Contains(s.Fence) && !begun.Contains(s.Due)), "it was cancelled while another occurrence ran", findings);
                    break;
                case { Asked.Change: ChangeKind.Pause, Applied: true }:
                    JudgePause(job, change, starts, findings);
                    break;
                case { Asked.Change: ChangeKind.Edit, Applied: true, Answer.Version: { } version }:
                    Blame(job, change.Asked, change.Answer!, starts.Where(s => s.Mono > change.AnsweredMono && s.Version < version), $"content {version} was applied", findings);
                    break;
                default:
                    break;
            }
        }

        foreach (Submit replace in job.Submits.Where(s => s.Answer is { Result: SubmitResult.Replaced, Version: not null }))
        {
            Blame(job, replace.Asked, replace.Answer!, starts.Where(s => s.Mono > replace.Answer!.Mono && s.Version < replace.Answer.Version),
                $"content {replace.Answer!.Version} had replaced it", findings);
        }
    }

    private static void JudgePause(JobStory job, Change pause, StartSeen[] starts, Findings findings)
    {
        // A job is brought back by resume and run now; one that was under way together with the pause may stand after it.
        Change? back = job.Changes.Find(c => c.Asked.Change is ChangeKind.Resume or ChangeKind.RunNow && c.MayStand && c.AnsweredMono > pause.Asked.Mono);
        long until = back?.Asked.Mono ?? long.MaxValue;
        Blame(job, pause.Asked, pause.Answer!, starts.Where(s => s.Mono > pause.AnsweredMono && s.Mono < until), "it was paused", findings);
    }

    private static void Blame(JobStory job, HistoryEvent asked, HistoryEvent answer, IEnumerable<StartSeen> starts, string what, Findings findings)
    {
        foreach (StartSeen start in starts)
        {
            findings.Add(ViolationKind.StartAfterApplied, job.Id, $"It was started under fence {start.Fence} after {what}.", asked, answer, start);
        }
    }

    /// <summary>A process that was frozen at the threshold and whose hold is over: nothing can prevent it, its commit is refused.</summary>
    private static bool IsZombie(JobStory job, StartSeen start, Chronicle all) =>
        !job.Committed(start.Fence)
        && (all.IsDead(start.Node, start.Mono)
            || job.Arms.Exists(a => a.Fence > start.Fence && a.Node != start.Node && a.AskedMono < start.Mono));
}
