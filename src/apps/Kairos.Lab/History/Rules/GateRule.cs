namespace Kairos.Lab.History.Rules;

/// <summary>What lies behind a gate is begun once at the most.</summary>
internal static class GateRule
{
    internal static void Judge(JobStory job, Findings findings)
    {
        foreach (IGrouping<Time.Instant, EffectSeen> twice in job.Effects.Where(e => e.BehindGate).GroupBy(e => e.Due).Where(g => g.Count() > 1))
        {
            findings.Add(ViolationKind.GatedRestart, job.Id, $"{twice.Count()} effects behind the gate of {twice.Key}.", twice);
        }

        foreach (IGrouping<Time.Instant, GateSeen> passages in job.Gates.GroupBy(g => g.Due))
        {
            GateSeen first = passages.First();
            if (passages.Skip(1).Any())
            {
                findings.Add(ViolationKind.GatedRestart, job.Id, $"The gate of {passages.Key} was passed {passages.Count()} times.", passages);
            }

            foreach (StartSeen again in job.Starts.Where(s => s.Due == passages.Key && s.Mono > first.Mono && s.Fence > first.Fence))
            {
                findings.Add(ViolationKind.GatedRestart, job.Id, $"It was started again after its gate of {passages.Key} was passed.", first, again);
            }
        }
    }
}
