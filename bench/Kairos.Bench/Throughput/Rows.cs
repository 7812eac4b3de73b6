using Kairos.Dispatch.Planning;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers.Rules;

namespace Kairos.Bench.Throughput;

/// <summary>Rows as a submit makes them of requests, for the side that goes past the engine.</summary>
internal static class Rows
{
    private static readonly KindRegistry s_kinds = new([]);

    internal static NewJob[] Of(JobRequest request, int count, EngineClock clock) =>
        [.. Enumerable.Range(0, count).Select(_ => Of(request, clock.Now))];

    /// <summary>A day ahead, so that nothing is armed meanwhile.</summary>
    internal static JobRequest Later(EngineClock clock) =>
        new() { Kind = TestBed.Kind, Owner = "bench", Trigger = new AtTrigger(clock.Now + TimeSpan.FromDays(1)) };

    private static NewJob Of(JobRequest request, Instant now) =>
        Submission.TryPrepare(request, s_kinds, now, out NewJob? job, out string? fault) ? job : throw new InvalidOperationException(fault);
}
