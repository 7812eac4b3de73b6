using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Dispatch;

/// <summary>The border: what comes in is checked here, once, and computed into what a store keeps.</summary>
internal static class Submission
{
    private const string NoInstant = "the trigger yields no instant from now on: give one that does, or leave it out for now.";

    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(7);

    /// <summary>What is wrong with a request, with the remedy; null when nothing is.</summary>
    private static string? Check(JobRequest request) =>
        CheckText("kind", request.Kind, Limits.KindLength)
        ?? CheckText("owner", request.Owner, Limits.OwnerLength)
        ?? (request.Key is null ? null : CheckText("key", request.Key, Limits.KeyLength))
        ?? (request.IdempotencyKey is null ? null : CheckText("idempotency key", request.IdempotencyKey, Limits.KeyLength))
        ?? CheckNumbers(request.Priority, request.MaxAttempts)
        ?? CheckPayload(request.Payload);

    private static string? CheckNumbers(int priority, int? maxAttempts) =>
        (priority is < -100 or > 100 ? $"priority {priority} is out of range: -100 to 100." : null)
        ?? (maxAttempts is < 1 or > 1_000 ? $"max attempts {maxAttempts} is out of range: 1 to 1,000." : null);

    /// <summary>Checks a request and computes what is kept of it; or says what is wrong with it, with the remedy.</summary>
    internal static bool TryPrepare(JobRequest request, Instant now, [NotNullWhen(true)] out NewJob? job, [NotNullWhen(false)] out string? fault)
    {
        Trigger? trigger = request.Trigger;
        Instant? due = trigger is null ? now : trigger.First(now);
        fault = Check(request) ?? (due is null ? NoInstant : null);
        job = fault is null ? Prepare(request, due!.Value, now) : null;
        return fault is null;
    }

    private static NewJob Prepare(JobRequest request, Instant due, Instant now)
    {
        Trigger? trigger = request.Trigger;
        return new NewJob
        {
            Id = JobId.New(request.Owner, now.ToDateTimeOffset()),
            Kind = request.Kind,
            Owner = request.Owner,
            Key = request.Key,
            Conflict = request.Conflict,
            Due = due,
            At = due,
            Priority = request.Priority,
            MaxAttempts = request.MaxAttempts,
            Trigger = trigger is null or AtTrigger ? null : TriggerJson.Write(trigger),
            Payload = request.Payload,
            IdempotencyKey = request.IdempotencyKey,
            ContentHash = request.IdempotencyKey is null ? default : HashOf(request),
            IdempotencyUntil = now + s_remembered,
        };
    }

    /// <summary>Checks an edit as it would a request, and computes what is changed; or says what is wrong with it, with the remedy.</summary>
    internal static bool TryPrepareEdit(JobEdit edit, Instant now, [NotNullWhen(true)] out JobChange? change, [NotNullWhen(false)] out string? fault)
    {
        Instant? due = edit.Trigger?.First(now);
        fault = (edit is { Trigger: null, Payload: null, Priority: null, MaxAttempts: null } ? "the edit changes nothing: give a trigger, a payload, a priority or max attempts." : null)
            ?? CheckNumbers(edit.Priority ?? 0, edit.MaxAttempts)
            ?? (edit.Payload is { } payload ? CheckPayload(payload) : null)
            ?? (edit.Trigger is not null && due is null ? NoInstant : null);
        change = fault is not null ? null : new JobChange
        {
            Version = edit.Version,
            Plan = due is { } first ? new NewPlan(first, first, edit.Trigger is AtTrigger ? null : TriggerJson.Write(edit.Trigger!)) : null,
            Payload = edit.Payload,
            Priority = edit.Priority,
            MaxAttempts = edit.MaxAttempts,
        };
        return fault is null;
    }

    private static string? CheckText(string what, string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"{what} is empty: give 1 to {most} characters.";
        }

        if (text.Length > most)
        {
            return $"{what} has {text.Length} characters: give at most {most}.";
        }

        return text.Contains('\0', StringComparison.Ordinal) ? $"{what} contains the character U+0000, which stores can't keep: leave it out." : null;
    }

    private static string? CheckPayload(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > Limits.PayloadBytes)
        {
            return $"payload has {payload.Length} bytes: at most {Limits.PayloadBytes}. Keep large content elsewhere and pass where it is.";
        }

        return payload.IsEmpty ? "payload is empty: give JSON, for example {}." : null;
    }

    // Not the due instant: a repeated "now" is the same request although the clock has moved on.
    private static byte[] HashOf(JobRequest request)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string? part in (ReadOnlySpan<string?>)[request.Kind, request.Owner, request.Key, request.Trigger is null ? null : TriggerJson.Write(request.Trigger), request.Conflict.ToString(), request.Priority.ToString(CultureInfo.InvariantCulture), request.MaxAttempts?.ToString(CultureInfo.InvariantCulture)])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part ?? "\u0001");
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        hash.AppendData(request.Payload.Span);
        return hash.GetHashAndReset();
    }
}
