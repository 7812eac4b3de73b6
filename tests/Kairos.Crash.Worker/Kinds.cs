using System.Text.Json.Serialization;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;

namespace Kairos.Crash.Worker;

/// <summary>What jobs of the tests carry.</summary>
/// <param name="Name">Tells one from another.</param>
/// <param name="Ballast">Makes it as large as a test needs.</param>
internal sealed record Work(string Name, string Ballast = "");

[JsonSerializable(typeof(Work))]
internal sealed partial class WorkJson : JsonSerializerContext;

/// <summary>The kinds: each writes down its effect, then takes a while, so that a kill finds it at it.</summary>
internal sealed class Kinds(LineFile effects, Gauges gauges, TimeProvider time)
{
    public const string Plain = "plain";
    public const string Flaky = "flaky";
    public const string Gated = "gated";
    public const string Every = "every";
    public const string Hold = "hold";
    public const string Poison = "poison";

    public static readonly TimeSpan GateAfter = TimeSpan.FromMilliseconds(300);

    private static readonly KindOptions s_quickly = new() { Retry = RetryPolicy.Default with { First = TimeSpan.FromMilliseconds(20), Longest = TimeSpan.FromMilliseconds(100) } };

    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Told at the start of each handler, on its thread.</summary>
    public Action<JobContext> Started { get; set; } = static _ => { };

    public void AddTo(KairosBuilder builder) => builder
        .Handle(Plain, WorkJson.Default.Work, RunPlainAsync)
        .Handle(Every, WorkJson.Default.Work, RunPlainAsync)
        .Handle(Flaky, WorkJson.Default.Work, RunFlakyAsync, s_quickly)
        .Handle(Gated, WorkJson.Default.Work, RunGatedAsync)
        .Handle(Hold, WorkJson.Default.Work, RunHoldAsync)
        .Handle(Poison, WorkJson.Default.Work, RunPoison);

    /// <summary>Lets the jobs of kind hold end.</summary>
    public void Finish() => _finish.TrySetResult();

    private async ValueTask<Outcome> RunPlainAsync(Work work, JobContext context, CancellationToken ct)
    {
        using Gauges.Stay _ = Begin(context);
        WriteDown(context);
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20)), time, ct);
        return Outcome.Success;
    }

    private async ValueTask<Outcome> RunFlakyAsync(Work work, JobContext context, CancellationToken ct)
    {
        using Gauges.Stay _ = Begin(context);
        WriteDown(context);
        await Task.Yield();
        return context.Attempt == 1 ? new Outcome.Retry("the first attempt never does it") : Outcome.Success;
    }

    private async ValueTask<Outcome> RunGatedAsync(Work work, JobContext context, CancellationToken ct)
    {
        using Gauges.Stay _ = Begin(context);
        await context.GateAsync((context.Due + GateAfter).ToDateTimeOffset(), target: null, ct);
        WriteDown(context);
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10)), time, CancellationToken.None);
        return Outcome.Success;
    }

    private async ValueTask<Outcome> RunHoldAsync(Work work, JobContext context, CancellationToken ct)
    {
        using Gauges.Stay _ = Begin(context);
        WriteDown(context);
        await _finish.Task.WaitAsync(ct);
        return Outcome.Success;
    }

    private ValueTask<Outcome> RunPoison(Work work, JobContext context, CancellationToken ct)
    {
        WriteDown(context);
        Death.Now();
        return new(Outcome.Success);
    }

    private Gauges.Stay Begin(JobContext context)
    {
        Started(context);
        return gauges.Enter(Phase.Run);
    }

    private void WriteDown(JobContext context) =>
        effects.Append(FormattableString.Invariant($"{context.Job.Value:N} {context.Kind} {context.Due.Micros} {context.Fence} {context.Attempt}"));
}
