using Kairos.Dispatch.Planning;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Hosting;

/// <summary>A task that runs once per version, however many nodes start with it.</summary>
internal sealed class OnceTask
{
    internal const string Owner = "kairos";

    private readonly JobRequest _request;

    private OnceTask(JobRequest request) => _request = request;

    /// <exception cref="ArgumentException">Name and version make no key.</exception>
    internal static OnceTask Of(string name, string version, JobRequest request)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        string key = $"once:{name}:{version}";
        return key.Length <= Limits.KeyLength
            ? new OnceTask(request with { IdempotencyKey = key })
            : throw new ArgumentException($"'{key}' has {key.Length} characters: give name and version at most {Limits.KeyLength - "once::".Length} in all.", nameof(name));
    }

    /// <summary>Submits it, unless that was done before, by whomever.</summary>
    /// <exception cref="InvalidOperationException">It can't be stored, or this version was submitted with other content.</exception>
    internal async ValueTask SubmitAsync(IJobStore store, KindRegistry kinds, Instant now, CancellationToken ct)
    {
        if (!Submission.TryPrepare(_request, kinds, now, out NewJob? job, out string? fault))
        {
            throw new InvalidOperationException($"The task '{_request.IdempotencyKey}' can't be submitted: {fault}");
        }

        SubmitAnswer answer = await store.SubmitAsync(job with { IdempotencyUntil = Instant.Max }, now, ct);
        if (answer.Status == SubmitStatus.IdempotencyConflict)
        {
            throw new InvalidOperationException($"The task '{_request.IdempotencyKey}' was submitted before with another kind or payload: give what has changed another version.");
        }
    }
}
