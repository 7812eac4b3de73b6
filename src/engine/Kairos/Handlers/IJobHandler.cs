using Kairos.Jobs;

namespace Kairos.Handlers;

/// <summary>Does the work of one kind of job.</summary>
/// <typeparam name="TPayload">What the job's JSON is read into.</typeparam>
public interface IJobHandler<in TPayload>
{
    /// <summary>Runs one attempt. An exception is a failed attempt that may be retried.</summary>
    /// <param name="payload">The job's content, read when the job was armed.</param>
    /// <param name="context">Identity, clock, gate and notes of this attempt.</param>
    /// <param name="ct">Triggered by the kind's timeout, by a cancel, and when the node stops.</param>
    ValueTask<Outcome> RunAsync(TPayload payload, JobContext context, CancellationToken ct);
}
