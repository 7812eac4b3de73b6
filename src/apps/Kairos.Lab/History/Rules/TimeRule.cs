using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>Nothing starts early, and nothing late while the system is healthy.</summary>
internal sealed class TimeRule(Chronicle all, FaultCalendar faults, Findings findings)
{
    /// <summary>Losses from which on the engine starts an occurrence in turn with others of its like: behind each for seconds.</summary>
    private const int LossesToGoInTurn = 2;

    private readonly List<long> _healthy = [];
    private readonly long _bound = (long)all.Options.Bound.TotalMicroseconds;
    private readonly long _horizon = (long)all.Options.Horizon.TotalMicroseconds;

    internal void Judge(JobStory job)
    {
        foreach (StartSeen start in job.Starts)
        {
            JudgeEarly(job, start, start.Planned, start.StoreNow);
        }

        foreach (GateSeen gate in job.Gates)
        {
            JudgeEarly(job, gate, gate.Instant, gate.StoreNow);
        }

        foreach (EffectSeen effect in job.Effects.Where(e => (e.BehindGate || !job.Gated) && e.At < e.Due - all.Options.SinkSlack))
        {
            findings.Add(ViolationKind.Early, job.Id, $"An effect of the occurrence of {effect.Due} was seen at {effect.At}, by the clock of the sink.", effect);
        }

        JudgeLate(job);
    }

    internal LatenessFigures Figures()
    {
        _healthy.Sort();
        return new LatenessFigures(Quantile(0.5), Quantile(0.99), Quantile(1));
    }

    private void JudgeEarly(JobStory job, HistoryEvent e, Instant planned, Instant storeNow)
    {
        if (storeNow < planned)
        {
            findings.Add(ViolationKind.Early, job.Id, $"{(planned - storeNow).TotalMicroseconds} us before {planned}.", e);
        }
    }

    private void JudgeLate(JobStory job)
    {
        // Before that its start could not be: it was planned, or the occurrence before it ended, only then.
        long[] ready =
        [
            .. job.Plannings.Select(p => p.AnsweredMono).Concat(job.Answers.Select(a => a.Mono)).Where(m => m < long.MaxValue).Order(),
        ];
        Dictionary<Instant, long> firstStart = [];
        foreach (StartSeen start in job.Starts)
        {
            firstStart.TryAdd(start.Due, start.Fence);
        }

        IEnumerable<(HistoryEvent Event, Instant Due, long Fence, Instant Planned, Instant StoreNow)> acts = job.Gated
            ? job.Gates.Select(g => ((HistoryEvent)g, g.Due, g.Fence, g.Instant, g.StoreNow))
            : job.Starts.Select(s => ((HistoryEvent)s, s.Due, s.Fence, s.Planned, s.StoreNow));
        foreach ((HistoryEvent e, Instant due, long fence, Instant planned, Instant storeNow) in acts.Where(a => !all.IsDead(a.Event.Node, a.Event.Mono)))
        {
            long late = Math.Max(0, storeNow.Micros - planned.Micros);
            int before = Array.BinarySearch(ready, e.Mono);
            before = before < 0 ? ~before : before;
            late = before == 0 ? 0 : Math.Min(late, e.Mono - ready[before - 1]);
            long instant = e.Mono - late;

            // One that had been started in time is started again when its node is lost, later than its bound.
            bool again = firstStart.TryGetValue(due, out long first) && first < fence;
            if (faults.Touches(instant - _horizon, again ? e.Mono : instant + _bound))
            {
                continue;
            }

            // It waits its turn, which no span bounds: they may be many. That it ends is another rule's.
            if (late > _bound && job.LossesBefore(due, fence) >= LossesToGoInTurn)
            {
                continue;
            }

            _healthy.Add(late);
            if (late > _bound)
            {
                findings.Add(ViolationKind.LateHealthy, job.Id, $"{late / 1000.0} ms late while nothing was wrong.", [.. job.Arms.TakeLast(1), e]);
            }
        }
    }

    private double Quantile(double share) => _healthy.Count == 0 ? 0 : _healthy[Math.Max(0, (int)Math.Ceiling(share * _healthy.Count) - 1)] / 1000.0;
}
