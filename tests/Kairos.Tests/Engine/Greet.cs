using Kairos.Events;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

/// <summary>The kind that most tests run.</summary>
internal static class Greet
{
    internal const string Kind = "greet";

    /// <summary>A job of it as it is claimed.</summary>
    internal static ArmedRow Row() => new()
    {
        Id = JobId.New("ann", DateTimeOffset.UnixEpoch),
        Owner = "ann",
        Kind = Kind,
        Due = default,
        At = default,
        Priority = 0,
        Fence = 1,
        Attempt = 0,
        Lost = 0,
        Version = 1,
        Payload = default,
    };

    internal static JobRequest Now(string text = "hello") => JobRequest.Of(Kind, "ann", new Greeting(text), TestJson.Default.Greeting);

    internal static JobRequest At(DateTimeOffset at, string text = "hello") => Now(text) with { Trigger = Trigger.At(at) };

    internal static JobRequest Every(TimeSpan period, DateTimeOffset anchor) => Now() with { Trigger = Trigger.Every(period, anchor) };

    internal static KairosBuilder Greets(this KairosBuilder builder, JobDelegate<Greeting> run, KindOptions? options = null) =>
        builder.Handle(Kind, TestJson.Default.Greeting, run, options);

    internal static KairosBuilder Greets(this KairosBuilder builder, Func<Outcome> run, KindOptions? options = null) =>
        builder.Greets((_, _, _) => ValueTask.FromResult(run()), options);

    internal static KairosBuilder Greets(this KairosBuilder builder) => builder.Greets(static () => Outcome.Success);

    internal static async Task<JobId> SubmitAsync(this KairosTestHost host, JobRequest request)
    {
        SubmitAnswer answer = await host.Jobs.SubmitAsync(request);
        answer.Accepted.ShouldBeTrue();
        return answer.Id;
    }

    /// <summary>Submits, and waits until it is in memory.</summary>
    internal static async Task<JobId> SubmitArmedAsync(this KairosTestHost host, JobRequest request)
    {
        JobId id = await host.SubmitAsync(request);
        await host.UntilAsync<JobArmed>(e => e.Job == id);
        return id;
    }

    internal static async Task<RunView> RunOfAsync(this KairosTestHost host, JobId id, int attempt = 1) =>
        (await host.UntilAsync<RunCommitted>(e => e.Run.Job == id && e.Run.Attempt == attempt)).Run;

    /// <summary>Runs a job that is due now to its end: after that, whatever else was due now has been released too.</summary>
    internal static async Task SettleAsync(this KairosTestHost host)
    {
        JobId sentinel = await host.SubmitAsync(Now("sentinel"));
        await host.UntilAsync<RunCommitted>(e => e.Run.Job == sentinel);
    }

    internal static int StartsOf(this KairosTestHost host, JobId id) => host.Events.OfType<RunStarted>().Count(e => e.Job == id);

    internal static void NoneShouldBeEarly(this KairosTestHost host) => host.Events.OfType<RunStarted>().ShouldAllBe(e => e.At >= e.Planned);

    internal static Instant Now(this KairosTestHost host) => host.Engine.Clock.Now;

    internal static IDictionary<JobId, int> StartsByJob(this KairosTestHost host) =>
        host.Events.OfType<RunStarted>().GroupBy(e => e.Job).ToDictionary(g => g.Key, g => g.Count());
}
