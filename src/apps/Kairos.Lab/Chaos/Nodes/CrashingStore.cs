using Kairos.Jobs;
using Kairos.Lab.Stores;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Lab.Chaos.Nodes;

/// <summary>A store on whose way a node can be killed.</summary>
internal sealed class CrashingStore(IJobStore inner, CrashPoints points) : PassingStore(inner)
{
    public override async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        points.Reach(CrashPoint.BeforeArm);
        IReadOnlyList<ArmedRow> rows = await base.ArmAsync(from, until, limit, ct);
        if (rows.Count > 0)
        {
            points.Reach(CrashPoint.ArmAnswered);
        }

        return rows;
    }

    public override async ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks, CancellationToken ct)
    {
        IReadOnlyList<bool> good = await base.MarkAsync(marks, ct);
        if (good.Contains(true))
        {
            points.Reach(CrashPoint.BehindMark);
        }

        return good;
    }

    public override async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        points.Reach(CrashPoint.BeforeComplete);
        IReadOnlyList<CompletionAnswer> answers = await base.CompleteAsync(completions, now, ct);
        points.Reach(CrashPoint.CompleteCommitted);
        return answers;
    }
}
