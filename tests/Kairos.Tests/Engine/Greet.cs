using Kairos.Events;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

/// <summary>The kind that most tests run.</summary>
internal static class Greet
{
    internal const string Kind = "greet";

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

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

    /// <summary>Lets time go by until something has come about that waits for a timer made at some moment from now on.</summary>
    /// <remarks>
    /// With a moment of real time before each step, or hours would go by while one thread of the engine waits for a processor.
    /// What must not time out meanwhile waits for the one thing that needs the time, and no longer.
    /// </remarks>
    /// <param name="host">Whose time.</param>
    /// <param name="what">Ends by itself when it does not come about.</param>
    /// <param name="step">By how much; a tenth of a second if not told.</param>
    internal static async Task GoOnUntilAsync(this KairosTestHost host, Task what, TimeSpan? step = null)
    {
        while (await Task.WhenAny(what, Task.Delay(s_moment, TimeProvider.System)) != what)
        {
            host.Time.Advance(step ?? s_step);
        }

        await what;
    }

    /// <inheritdoc cref="GoOnUntilAsync(KairosTestHost, Task, TimeSpan?)" />
    internal static async Task<T> GoOnUntilAsync<T>(this KairosTestHost host, Task<T> what)
    {
        await host.GoOnUntilAsync((Task)what);
        return await what;
    }

    internal static int StartsOf(this KairosTestHost host, JobId id) => host.Events.OfType<RunStarted>().Count(e => e.Job == id);

    internal static void NoneShouldBeEarly(this KairosTestHost host) => host.Events.OfType<RunStarted>().ShouldAllBe(e => e.At >= e.Planned);

    internal static Instant Now(this KairosTestHost host) => host.Engine.Clock.Now;

    internal static IDictionary<JobId, int> StartsByJob(this KairosTestHost host) =>
        host.Events.OfType<RunStarted>().GroupBy(e => e.Job).ToDictionary(g => g.Key, g => g.Count());
}
