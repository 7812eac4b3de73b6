using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.Chaos.Nodes;

/// <summary>The kinds of the lab, whose effects go to the sink.</summary>
internal sealed class LabHandlers(SinkClient sink, CrashPoints points)
{
    internal const string Plain = "plain";
    internal const string Every = "every";
    internal const string Keyed = "keyed";
    internal const string Gated = "gated";
    internal const string Flaky = "flaky";
    internal const string Follower = "follower";
    internal const string Poison = "poison";
    internal const string Owner = "lab";

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(200);

    internal void Register(KairosBuilder kairos)
    {
        foreach (string kind in (string[])[Plain, Every, Keyed, Flaky, Follower])
        {
            kairos.Handle(kind, ChaosJson.Default.Work, RunAsync);
        }

        kairos.Handle(Gated, ChaosJson.Default.Work, PassAsync);
        kairos.Handle(Poison, ChaosJson.Default.Work, (_, _, _) =>
        {
            CrashPoints.Die();
            return ValueTask.FromResult(Outcome.Success);
        });
    }

    private async ValueTask<Outcome> RunAsync(Work work, JobContext job, CancellationToken ct)
    {
        await sink.Tell(job, behindGate: false).WaitAsync(ct);
        if (work.WorkMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(work.WorkMs), TimeProvider.System, ct);
        }

        if (job.Attempt <= work.Failures)
        {
            return new Outcome.Retry("It fails a few times first.", s_retry);
        }

        return work.Follows
            ? Outcome.Success.Then(JobRequest.Of(Follower, Owner, new Work(), ChaosJson.Default.Work))
            : Outcome.Success;
    }

    private async ValueTask<Outcome> PassAsync(Work work, JobContext job, CancellationToken ct)
    {
        await job.GateAsync(new Instant(work.Gate).ToDateTimeOffset(), null, ct);
        Task answered = sink.Tell(job, behindGate: true);
        points.Reach(CrashPoint.BehindGate);
        await answered.WaitAsync(ct);
        return Outcome.Success;
    }
}
