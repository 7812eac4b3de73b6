using Kairos.Dispatch.Planning;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Bench.Throughput;

/// <summary>Rows as a submit makes them of requests, for the side that goes past the engine.</summary>
internal static class Rows
{
    private static readonly KindRegistry s_kinds = new([]);

    internal static NewJob[] Of(JobRequest request, int count, EngineClock clock) =>
        [.. Enumerable.Range(0, count).Select(_ => Of(request, clock.Now))];

    private static NewJob Of(JobRequest request, Instant now) =>
        Submission.TryPrepare(request, s_kinds, now, out NewJob? job, out string? fault) ? job : throw new InvalidOperationException(fault);
}
