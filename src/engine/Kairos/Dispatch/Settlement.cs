using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Waits, for a while, for what another node answers to a change of a job that it holds.</summary>
internal sealed class Settlement(IJobStore store, INodeStore nodes, EngineClock clock, NodeOptions options)
{
    private static readonly TimeSpan s_firstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>What a change came to that was left with the holder of its job.</summary>
    /// <param name="ask">What was asked.</param>
    /// <param name="owner">Whose job it is.</param>
    /// <param name="id">The job.</param>
    /// <param name="before">The job as it was read before the change.</param>
    /// <param name="ct">Gives up waiting; the change is made all the same.</param>
    internal async ValueTask<ChangeAnswer> OfAsync(AskKind ask, string owner, JobId id, JobView before, CancellationToken ct)
    {
        try
        {
            // Held since, or handed from one to the other: the hold that was asked lies between the two readings.
            Holds holds = new(id, before.Fence, before.State == JobState.Armed ? before.Fence : before.Fence + 1);
            if (await store.FindAsync(owner, id, ct) is { State: JobState.Armed } after)
            {
                holds = holds with { Last = after.Fence };
            }

            return await PollAsync(hold => LookAsync(ask, owner, hold, ct), holds, ct) ?? ChangeAnswer.Pending;
        }
        catch (StoreUnavailableException)
        {
            // The change is on disk; only how it was settled can't be told.
            return ChangeAnswer.Pending;
        }
    }

    /// <summary>Whether the old content of a job that was replaced has started under this hold, or may have: the careful word where it can't be told.</summary>
    internal async ValueTask<bool> HasStartedAsync(string owner, Hold hold)
    {
        Holds holds = new(hold.Id, hold.Fence, hold.Fence);
        return await PollAsync(h => LookAsync(AskKind.Edit, owner, h, CancellationToken.None), holds, CancellationToken.None) != ChangeAnswer.Applied;
    }

    private async ValueTask<ChangeAnswer?> PollAsync(Func<Holds, ValueTask<(ChangeAnswer? Answer, Holds Next)>> look, Holds holds, CancellationToken ct)
    {
        Instant end = clock.Steady + options.SettleWait;
        TimeSpan pause = s_firstLook;
        while (true)
        {
            (ChangeAnswer? answer, holds) = await look(holds);
            if (answer is not null || clock.Steady >= end)
            {
                return answer;
            }

            await Task.Delay(pause, clock.Provider, ct);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_longestPause.Ticks));
        }
    }

    private async ValueTask<(ChangeAnswer? Answer, Holds Next)> LookAsync(AskKind ask, string owner, Holds holds, CancellationToken ct)
    {
        AskState state = await nodes.AskStateAsync(new Hold(holds.Job, holds.Last), ct);
        if (state != AskState.HoldEnded)
        {
            return (state == AskState.TooLate ? ChangeAnswer.TooLate : null, holds);
        }

        // First: where it is gone by now, the record that is read next tells how.
        JobView? job = await store.FindAsync(owner, holds.Job, ct);
        IReadOnlyList<RunView> runs = await store.ListRunsAsync(new RunFilter { Owner = owner, Job = holds.Job }, ct);
        if (runs.Any(r => r.Fence >= holds.First && r.Fence <= holds.Last && MayHaveStarted(r)))
        {
            return (ChangeAnswer.TooLate, holds);
        }

        if (ask == AskKind.Edit)
        {
            return (ChangeAnswer.Applied, holds);
        }

        if (ask == AskKind.Cancel ? runs.Any(r => r.Fence >= holds.First && r is { Outcome: OutcomeCode.Cancelled, Started: null }) : job?.State == JobState.Paused)
        {
            return (ChangeAnswer.Applied, holds);
        }

        // Gone in another way, by a run of a hold that we did not see; or held anew, and what is wanted still stands.
        return (job is null ? ChangeAnswer.TooLate : null, job is { State: JobState.Armed } ? holds with { Last = job.Fence } : holds);
    }

    // What a dead node had begun is not known.
    private static bool MayHaveStarted(RunView run) =>
        run.Started is not null || run.Outcome is OutcomeCode.Lost or OutcomeCode.Unknown or OutcomeCode.Buried;

    /// <summary>The holds among which the asked one is.</summary>
    private readonly record struct Holds(JobId Job, long First, long Last);
}
