using Kairos.Jobs;
using Kairos.Lab.Stores;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Lab.History.Recording;

/// <summary>A store whose claims, completions, beats and take-overs are written down; the rest goes through.</summary>
internal sealed class RecordedStore(IJobStore inner, NodeRecorder recorder) : PassingStore(inner)
{
    public override async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        long asked = recorder.Now();
        IReadOnlyList<ArmedRow> rows = await base.ArmAsync(from, until, limit, ct);
        recorder.Armed(rows, asked);
        return rows;
    }

    public override async ValueTask<IReadOnlyList<ArmedRow>> AdoptAsync(IReadOnlyList<Hold> holds, CancellationToken ct)
    {
        long asked = recorder.Now();
        IReadOnlyList<ArmedRow> rows = await base.AdoptAsync(holds, ct);
        recorder.Armed(rows, asked);
        return rows;
    }

    public override async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        recorder.Completing(completions);
        IReadOnlyList<CompletionAnswer>? answers = null;
        try
        {
            answers = await base.CompleteAsync(completions, now, ct);
            return answers;
        }
        finally
        {
            recorder.Completed(completions, answers);
        }
    }

    public override async ValueTask ReleaseAsync(IReadOnlyList<Hold> holds, CancellationToken ct)
    {
        await base.ReleaseAsync(holds, ct);
        recorder.LetGo(holds);
    }

    public override async ValueTask ParkAsync(IReadOnlyList<Hold> holds, string reason, CancellationToken ct)
    {
        await base.ParkAsync(holds, reason, ct);
        recorder.LetGo(holds);
    }

    public override async ValueTask<int> JoinAsync(NodeEntry node, CancellationToken ct)
    {
        int number = await base.JoinAsync(node, ct);
        recorder.Joined(number);
        return number;
    }

    public override BeatAnswer Beat(NodeClock clock)
    {
        long asked = recorder.Now();
        BeatAnswer answer = base.Beat(clock);
        if (answer.Alive)
        {
            recorder.Beaten(asked);
        }

        return answer;
    }

    public override async ValueTask<bool> TryTakeOverAsync(int node, long beat, CancellationToken ct)
    {
        long asked = recorder.Now();
        bool taken = await base.TryTakeOverAsync(node, beat, ct);
        if (taken)
        {
            recorder.TookOver(node, asked);
        }

        return taken;
    }
}
