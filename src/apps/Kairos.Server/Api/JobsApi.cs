using System.Text;
using System.Text.Json;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Server.Api;

/// <summary>Jobs: submit, list, show, change. Every call is for the owner that it names.</summary>
internal static class JobsApi
{
    internal static void MapJobs(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder jobs = app.MapGroup("/api/jobs").WithTags("Jobs");
        jobs.MapPost("", SubmitAsync).Produces<SubmitWire>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Submit a job; acknowledged when it is on disk");
        jobs.MapGet("", ListAsync).WithSummary("List live jobs by planned start");
        jobs.MapGet("{id}", ShowAsync).WithSummary("Show a job and its runs");
        jobs.MapPatch("{id}", EditAsync).ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Edit a job; what is not given stays. After applied the old content never starts");
        jobs.MapDelete("{id}", CancelAsync).WithSummary("Cancel a job; the answer tells the truth at its moment");
        jobs.MapPost("{id}/pause", PauseAsync).WithSummary("Pause a job; one that runs is paused when it has ended");
        jobs.MapPost("{id}/resume", ResumeAsync).WithSummary("Let a paused job go on; what went by meanwhile is recorded as one skipped run");
        jobs.MapPost("{id}/run", RunNowAsync).WithSummary("Run a job now; a repeating one goes on by its trigger afterwards")
            .WithDescription("Pending means that another node holds the job, to start it at its instant, or runs it: nothing was changed.");
    }

    private static async Task<IResult> SubmitAsync(Owner owner, SubmitBody body, HttpRequest request, JobClient jobs, CancellationToken ct)
    {
        JobRequest job = new()
        {
            Kind = body.Kind ?? string.Empty,
            Owner = owner.Name,
            Key = body.Key,
            Conflict = ConflictOf(body.Conflict),
            Payload = body.Payload is { } payload ? Encoding.UTF8.GetBytes(payload.GetRawText()) : "{}"u8.ToArray(),
            Trigger = body.Trigger is { } trigger ? TriggerOf(trigger) : null,
            Priority = body.Priority ?? 0,
            MaxAttempts = body.MaxAttempts,
            IdempotencyKey = request.Headers["Idempotency-Key"].FirstOrDefault(),
        };
        SubmitAnswer answer = await jobs.SubmitAsync(job, ct);
        return answer.Status switch
        {
            SubmitStatus.KeyTaken => throw new RefusedException(409, "key-taken", $"A live job ({answer.Id}) has this key.", "Use conflict keep or replace, or another key."),
            SubmitStatus.IdempotencyConflict => throw new RefusedException(409, "idempotency-conflict", $"This idempotency key was used for other content (job {answer.Id}).", "Use a fresh key for other content."),
            _ => TypedResults.Created($"/api/jobs/{answer.Id}", new SubmitWire(answer.Id.ToString(), Words.Of(answer.Status), answer.Running)),
        };
    }

    private static async Task<JobsWire> ListAsync(Owner owner, JobClient jobs, string? kind, string? key, string? state, int? limit, string? after, CancellationToken ct)
    {
        JobFilter filter = new()
        {
            Owner = owner.Name,
            Kind = kind,
            Key = key,
            State = state is null ? null : Words.StateOf(state),
            Limit = Words.LimitOf(limit),
            After = after is null ? null : Words.CursorOf(after),
        };
        IReadOnlyList<JobView> found = await jobs.ListAsync(filter, ct);
        string? next = found.Count == filter.Limit ? Words.Cursor(found[^1]) : null;
        return new JobsWire([.. found.Select(JobWire.Of)], next);
    }

    private static async Task<JobAndRunsWire> ShowAsync(Owner owner, string id, JobClient jobs, CancellationToken ct)
    {
        JobId job = Words.IdOf(id);
        JobView? live = await jobs.FindAsync(owner.Name, job, ct);
        IReadOnlyList<RunView> runs = await jobs.RunsAsync(new RunFilter { Owner = owner.Name, Job = job }, ct);
        return live is null && runs.Count == 0
            ? throw RefusedException.NotFound($"You have no job {id}.", "List yours with GET /api/jobs, ended ones with GET /api/runs.")
            : new JobAndRunsWire(live is null ? null : JobWire.Of(live), [.. runs.Select(RunWire.Of)]);
    }

    private static async Task<ChangeWire> EditAsync(Owner owner, string id, EditBody body, JobClient jobs, CancellationToken ct)
    {
        // With null alone on the other side it would be an empty payload, not none.
        ReadOnlyMemory<byte>? payload = body.Payload is { } json ? Encoding.UTF8.GetBytes(json.GetRawText()) : default(ReadOnlyMemory<byte>?);
        JobEdit edit = new()
        {
            Trigger = body.Trigger is { } trigger ? TriggerOf(trigger) : null,
            Payload = payload,
            Priority = body.Priority,
            MaxAttempts = body.MaxAttempts,
            Version = body.Version,
        };
        return Of(id, await jobs.EditAsync(owner.Name, Words.IdOf(id), edit, ct));
    }

    private static async Task<ChangeWire> CancelAsync(Owner owner, string id, JobClient jobs, CancellationToken ct) =>
        Of(id, await jobs.CancelAsync(owner.Name, Words.IdOf(id), ct));

    private static async Task<ChangeWire> PauseAsync(Owner owner, string id, JobClient jobs, CancellationToken ct) =>
        Of(id, await jobs.PauseAsync(owner.Name, Words.IdOf(id), ct));

    private static async Task<ChangeWire> ResumeAsync(Owner owner, string id, JobClient jobs, CancellationToken ct) =>
        Of(id, await jobs.ResumeAsync(owner.Name, Words.IdOf(id), ct));

    private static async Task<ChangeWire> RunNowAsync(Owner owner, string id, JobClient jobs, CancellationToken ct) =>
        Of(id, await jobs.RunNowAsync(owner.Name, Words.IdOf(id), ct));

    private static ChangeWire Of(string id, ChangeAnswer answer) => answer switch
    {
        ChangeAnswer.NotFound => throw RefusedException.NotFound($"You have no live job {id}.", "It may have ended, or end with the run that goes on: see GET /api/runs?job=…"),
        ChangeAnswer.Conflict => throw new RefusedException(409, "version-conflict", $"Job {id} has been changed since: it has another version.", $"Read it with GET /api/jobs/{id}, and send the change again with its version, or without one."),
        _ => new ChangeWire(Words.Of(answer)),
    };

    // In the stored form, or in the text form that people write.
    private static Trigger TriggerOf(JsonElement trigger) => trigger.ValueKind == JsonValueKind.String
        ? TriggerText.Parse(trigger.GetString()!)
        : TriggerJson.Read(trigger.GetRawText());

    private static KeyConflict ConflictOf(string? text) => text switch
    {
        null or "reject" => KeyConflict.Reject,
        "keep" => KeyConflict.Keep,
        "replace" => KeyConflict.Replace,
        _ => throw RefusedException.Bad($"Conflict '{text}' is unknown.", "Use reject, keep or replace."),
    };
}
