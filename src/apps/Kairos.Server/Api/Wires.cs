using System.Text.Json;
using System.Text.Json.Serialization;
using Kairos.Jobs;
using Kairos.Seats.Commands;
using Kairos.Seats.Grabs;

namespace Kairos.Server.Api;

internal sealed record SubmitBody(string? Kind, string? Key, string? Conflict, JsonElement? Payload, JsonElement? Trigger, int? Priority, int? MaxAttempts);

internal sealed record SubmitWire(string Id, string Status, bool Running);

internal sealed record EditBody(JsonElement? Trigger, JsonElement? Payload, int? Priority, int? MaxAttempts, int? Version);

internal sealed record ChangeWire(string Answer);

internal sealed record JobsWire(IReadOnlyList<JobWire> Jobs, string? Next);

internal sealed record JobAndRunsWire(JobWire? Job, IReadOnlyList<RunWire> Runs);

internal sealed record RunsWire(IReadOnlyList<RunWire> Runs);

internal sealed record HealthWire(string Status, string Version, string Store, int Node, bool Draining, IReadOnlyList<string> Kinds, int Armed, string Now);

internal sealed record ReadyWire(string Status, int Node);

internal sealed record TargetsWire(IReadOnlyList<TargetWire> Targets);

internal sealed record TargetWire(string Name, double RequestsPerSecond, int Burst, double? OffsetLowMs, double? OffsetHighMs, double? OffsetAgeSeconds);

internal sealed record CommandBody(string? Text);

internal sealed record ReplyWire(bool Ok, string Code, string? Field, string Chinese, string English, string? Task, string? OpensAt, GrabNotes? Result);

internal sealed record SchoolsWire(IReadOnlyList<SchoolWire> Schools);

internal sealed record SchoolWire(string Code, string Name, string Zone, string OpensAt, string Mode, IReadOnlyList<RoomWire> Rooms);

internal sealed record RoomWire(int Id, string Name, string Floor, int SeatCount);

internal sealed record SchoolChangeBody(string? Name, string? Zone, string? OpensAt, string? Mode);

internal sealed record JobWire
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Owner { get; init; }

    public string? Key { get; init; }

    public required string State { get; init; }

    public required string Due { get; init; }

    public required string At { get; init; }

    public required int Priority { get; init; }

    public required int Attempt { get; init; }

    public required int Version { get; init; }

    public required int Ran { get; init; }

    public required long Fence { get; init; }

    public string? Reason { get; init; }

    public JsonElement? Trigger { get; init; }

    public JsonElement? Payload { get; init; }

    internal static JobWire Of(JobView job) => new()
    {
        Id = job.Id.ToString(),
        Kind = job.Kind,
        Owner = job.Owner,
        Key = job.Key,
        State = Words.Of(job.State),
        Due = job.Due.ToString(),
        At = job.At.ToString(),
        Priority = job.Priority,
        Attempt = job.Attempt,
        Version = job.Version,
        Ran = job.Ran,
        Fence = job.Fence,
        Reason = job.Reason,
        Trigger = job.Trigger is null ? null : Json.Parse(System.Text.Encoding.UTF8.GetBytes(job.Trigger)),
        Payload = Json.Parse(job.Payload),
    };
}

internal sealed record RunWire
{
    public required string Job { get; init; }

    public required string Due { get; init; }

    public required int Attempt { get; init; }

    public required long Fence { get; init; }

    public required string At { get; init; }

    public string? Started { get; init; }

    public required string Ended { get; init; }

    public required string Outcome { get; init; }

    public required string Kind { get; init; }

    public string? Key { get; init; }

    public string? Reason { get; init; }

    public long? LatenessUs { get; init; }

    public JsonElement? Notes { get; init; }

    internal static RunWire Of(RunView run) => new()
    {
        Job = run.Job.ToString(),
        Due = run.Due.ToString(),
        Attempt = run.Attempt,
        Fence = run.Fence,
        At = run.At.ToString(),
        Started = run.Started?.ToString(),
        Ended = run.Ended.ToString(),
        Outcome = Words.Of(run.Outcome),
        Kind = run.Kind,
        Key = run.Key,
        Reason = run.Reason,
        LatenessUs = run.Lateness is { } late ? late.Ticks / TimeSpan.TicksPerMicrosecond : null,
        Notes = run.Notes.IsEmpty ? null : Json.Parse(run.Notes),
    };
}

internal static class Json
{
    /// <summary>Stored JSON as it is; what is none (a corrupt payload) as a string, so that it can be looked at.</summary>
    internal static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(System.Text.Encoding.UTF8.GetString(utf8.Span), ServerJson.Default.String);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SubmitBody))]
[JsonSerializable(typeof(SubmitWire))]
[JsonSerializable(typeof(EditBody))]
[JsonSerializable(typeof(ChangeWire))]
[JsonSerializable(typeof(JobsWire))]
[JsonSerializable(typeof(JobAndRunsWire))]
[JsonSerializable(typeof(RunsWire))]
[JsonSerializable(typeof(HealthWire))]
[JsonSerializable(typeof(ReadyWire))]
[JsonSerializable(typeof(NodesWire))]
[JsonSerializable(typeof(DrainBody))]
[JsonSerializable(typeof(DrainWire))]
[JsonSerializable(typeof(TargetsWire))]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(ReplyWire))]
[JsonSerializable(typeof(SchoolsWire))]
[JsonSerializable(typeof(SchoolChangeBody))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ServerJson : JsonSerializerContext;
