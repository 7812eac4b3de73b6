using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Server.Api;

/// <summary>Runs: the record of what was started and how it ended.</summary>
internal static class RunsApi
{
    internal static void MapRuns(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/runs", ListAsync).WithTags("Runs").WithSummary("List runs, newest first");

    private static async Task<RunsWire> ListAsync(Owner owner, JobClient jobs, string? kind, string? job, string? outcome, int? limit, string? before, CancellationToken ct)
    {
        Instant? end = null;
        if (before is not null)
        {
            end = Instant.TryParse(before, out Instant parsed)
                ? parsed
                : throw RefusedException.Bad($"'{before}' is not an instant.", "Write it as 2026-11-20T20:10:00Z.");
        }

        RunFilter filter = new()
        {
            Owner = owner.Name,
            Kind = kind,
            Job = job is null ? null : Words.IdOf(job),
            Outcome = outcome is null ? null : Words.OutcomeOf(outcome),
            Before = end,
            Limit = Words.LimitOf(limit),
        };
        return new RunsWire([.. (await jobs.RunsAsync(filter, ct)).Select(RunWire.Of)]);
    }
}
