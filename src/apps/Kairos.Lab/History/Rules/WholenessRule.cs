namespace Kairos.Lab.History.Rules;

/// <summary>A history with holes proves nothing.</summary>
internal static class WholenessRule
{
    internal static void Judge(Chronicle all, Findings findings)
    {
        foreach (HistoryEvent answer in all.Unpaired)
        {
            findings.Add(ViolationKind.Incomplete, null, "An answer to a call that was not written.", answer);
        }

        if (all.Final is not { } final)
        {
            findings.Add(ViolationKind.Incomplete, null, "The final read is missing: nothing can be said of what was lost.");
            return;
        }

        long jobs = all.Jobs.Sum(j => (long)j.Live.Count);
        long runs = all.Jobs.Sum(j => (long)j.Runs.Count);
        if (jobs != final.Jobs || runs != final.Runs)
        {
            findings.Add(ViolationKind.Incomplete, null, $"The final read was of {final.Jobs} jobs and {final.Runs} runs, and {jobs} and {runs} are here.", final);
        }
    }
}
