using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Dispatch.Planning;

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
    internal static bool TryPrepare(JobRequest request, KindRegistry kinds, Instant now, [NotNullWhen(true)] out NewJob? job, [NotNullWhen(false)] out string? fault)
    {
        job = null;
        fault = Check(request);
        if (fault is not null)
        {
            return false;
        }

        JobId id = JobId.New(request.Owner, now.ToDateTimeOffset());
        NewPlan? plan = new(now, now, null);
        if (request.Trigger is { } trigger && !TryPlan(trigger, request.Kind, SeedOf(trigger, request.Kind, request.Owner, request.Key, id), now, out plan, out fault))
        {
            return false;
        }

        job = Prepare(request, id, plan, now, kinds.Find(request.Kind)?.Options.Quiets ?? false);
        return true;
    }

    // What the trigger leaves open is closed here, once: its seed, and from when it counts.
    private static bool TryPlan(Trigger trigger, string? kind, long seed, Instant now, [NotNullWhen(true)] out NewPlan? plan, [NotNullWhen(false)] out string? fault)
    {
        plan = null;
        fault = trigger.Check() ?? (kind is not null && trigger.Conditions.Quiet?.Kinds.Contains(kind) == true
            ? $"quiet names the job's own kind, '{kind}': it would keep away from itself. Name other kinds."
            : null);
        if (fault is not null)
        {
            return false;
        }

        Trigger bound = trigger.Bound(seed, now);
        Instant? due = bound.First(now);
        fault = due is null ? NoInstant : null;

        // A plain instant needs no rule: it is in the row.
        plan = fault is null
            ? new NewPlan(due!.Value, bound.StartOf(due.Value), bound is AtTrigger && bound.Conditions == TriggerConditions.None ? null : TriggerJson.Write(bound))
            : null;
        return fault is null;
    }

    // The same for each submit of a key, so that a replace does not move what is drawn by chance. 53 bits: a number in JSON.
    private static long SeedOf(Trigger trigger, string? kind, string? owner, string? key, JobId id)
    {
        if (!trigger.NeedsSeed)
        {
            return 0;
        }

        string source = key is null ? id.ToString() : $"{kind}\n{owner}\n{key}";
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(source))) >> 11);
    }

    private static NewJob Prepare(JobRequest request, JobId id, NewPlan plan, Instant now, bool quiets) => new()
    {
        Id = id,
        Kind = request.Kind,
        Owner = request.Owner,
        Key = request.Key,
        Conflict = request.Conflict,
        Due = plan.Due,
        At = plan.At,
        Priority = request.Priority,
        MaxAttempts = request.MaxAttempts,
        Trigger = plan.Trigger,
        Payload = request.Payload,
        IdempotencyKey = request.IdempotencyKey,
        ContentHash = request.IdempotencyKey is null ? default : HashOf(request),
        IdempotencyUntil = now + s_remembered,
        Quiets = quiets,
    };

    /// <summary>Checks an edit as it would a request, and computes what is changed; or says what is wrong with it, with the remedy.</summary>
    internal static bool TryPrepareEdit(JobId id, JobView? job, JobEdit edit, Instant now, [NotNullWhen(true)] out JobChange? change, [NotNullWhen(false)] out string? fault)
    {
        NewPlan? plan = null;
        fault = (edit is { Trigger: null, Payload: null, Priority: null, MaxAttempts: null } ? "the edit changes nothing: give a trigger, a payload, a priority or max attempts." : null)
            ?? CheckNumbers(edit.Priority ?? 0, edit.MaxAttempts)
            ?? (edit.Payload is { } payload ? CheckPayload(payload) : null);
        if (fault is null && edit.Trigger is { } trigger)
        {
            _ = TryPlan(trigger, job?.Kind, SeedOf(trigger, job?.Kind, job?.Owner, job?.Key, id), now, out plan, out fault);
        }

        change = fault is not null ? null : new JobChange
        {
            Version = edit.Version,
            Plan = plan,
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
