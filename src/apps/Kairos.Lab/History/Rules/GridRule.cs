using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>Of a job that repeats, each due instant up to the open one has an end, or is within a skipped row.</summary>
internal static class GridRule
{
    internal static void Judge(JobStory job, Chronicle all, Findings findings)
    {
        Planning? last = job.Plannings.LastOrDefault(p => !p.Keeps && p.Asked is not ChangeAsked { Change: ChangeKind.RunNow });
        if (last is not { Definite: true, Plan: { PeriodMicros: { } period } plan })
        {
            return;
        }

        // What was due while the plan was being made may be of an earlier one, or have passed.
        long settled = last.Answer!.At.Micros + (long)all.Options.ClockSlack.TotalMicroseconds;
        bool fromItsFirst = plan.First >= last.Answer.At && job.Plannings.Count(p => !p.Keeps) == 1;
        long from = fromItsFirst ? plan.First.Micros : settled;
        FinalRun[] rows = [.. job.Runs.Where(r => r.IsEnd && r.Due.Micros >= from).OrderBy(r => r.Due)];
        Instant? open = job.Live.FirstOrDefault()?.Due ?? (rows is [.., FinalRun end] ? end.Due : null);
        long expected = fromItsFirst ? from : rows is [FinalRun first, ..] ? first.Due.Micros : long.MaxValue;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Due.Micros > expected)
            {
                findings.Add(ViolationKind.Lost, job.Id, $"Nothing tells what became of the occurrences from {new Instant(expected)} up to {rows[i].Due}.", last.Asked, rows[i]);
            }

            // A skipped row that does not name its last stands for all up to the next; but one that a handler skipped for itself alone.
            bool vague = rows[i] is { Outcome: OutcomeCode.Skipped, SkippedTo: null, Started: null };
            long after = vague
                ? (i + 1 < rows.Length ? rows[i + 1].Due : open ?? rows[i].Due).Micros
                : After(plan.First.Micros, period, (rows[i].SkippedTo ?? rows[i].Due).Micros);
            expected = Math.Max(expected, after);
        }

        if (open is { } due && due.Micros > expected)
        {
            findings.Add(ViolationKind.Lost, job.Id, $"Nothing tells what became of the occurrences from {new Instant(expected)} up to the open one of {due}.", [last.Asked, .. job.Live]);
        }
    }

    private static long After(long anchor, long period, long due) => due < anchor ? anchor : anchor + ((((due - anchor) / period) + 1) * period);
}
