using Kairos.Dispatch.Planning;
using Kairos.Events;
using Kairos.Hosting;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Jobs;

/// <summary>Submits, changes and looks up jobs. Every call is scoped by an owner, but for the operator's lists.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class JobClient
{
    private readonly IJobStore _store;
    private readonly KairosEngine _engine;

    internal JobClient(IJobStore store, KairosEngine engine) => (_store, _engine) = (store, engine);

    /// <summary>Submits a job. When it answers, the job is on disk.</summary>
    /// <exception cref="ArgumentException">The request can't be stored; the message says what to change.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the message names the remedy.</exception>
    public async ValueTask<SubmitAnswer> SubmitAsync(JobRequest request, CancellationToken ct = default)
    {
        NewJob job = Checked(request);
        SubmitAnswer answer = await _store.SubmitAsync(job, _engine.Clock.Now, ct);
        return await AfterSubmitAsync(job, answer);
    }

    /// <summary>Submits many jobs in one transaction: all are on disk when it answers, or none.</summary>
    /// <exception cref="ArgumentException">One of them can't be stored, or there are more than <see cref="Limits.BulkJobs"/>.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the message names the remedy.</exception>
    public async ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAllAsync(IReadOnlyList<JobRequest> requests, CancellationToken ct = default)
    {
        if (requests.Count > Limits.BulkJobs)
        {
            throw new ArgumentException($"{requests.Count} jobs in one submit: send at most {Limits.BulkJobs} at a time, each time all or none.", nameof(requests));
        }

        NewJob[] jobs = [.. requests.Select(Checked)];
        SubmitAnswer[] answers = [.. await _store.SubmitAllAsync(jobs, _engine.Clock.Now, ct)];
        for (int i = 0; i < jobs.Length; i++)
        {
            answers[i] = await AfterSubmitAsync(jobs[i], answers[i]);
        }

        return answers;
    }

    /// <summary>Cancels a job. The answer tells the truth at its moment.</summary>
    /// <remarks>Applied: it will never start again, and a run with outcome cancelled stands in the record.</remarks>
    /// <exception cref="StoreUnavailableException">As far as can be told nothing was changed; the message names the remedy.</exception>
    public ValueTask<ChangeAnswer> CancelAsync(string owner, JobId id, CancellationToken ct = default) => _engine.Changes.CancelAsync(owner, id, ct);

    /// <summary>Pauses a job: its open occurrence stays as it is, and does not start until the job is resumed.</summary>
    /// <remarks>Pausing a paused job is applied. Too late: the occurrence that has started goes on, the job is paused when it has ended.</remarks>
    /// <exception cref="StoreUnavailableException">As far as can be told nothing was changed; the message names the remedy.</exception>
    public ValueTask<ChangeAnswer> PauseAsync(string owner, JobId id, CancellationToken ct = default) => _engine.Changes.PauseAsync(owner, id, ct);

    /// <summary>Lets a paused job go on.</summary>
    /// <remarks>
    /// An occurrence that is still to come stands. Where it has gone by, what the trigger yields next is planned, and all
    /// that went by is recorded as one skipped run; without a next one, or where its attempts have begun, it is overdue and
    /// starts. Resuming a job that is not paused is applied.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">As far as can be told nothing was changed; the message names the remedy.</exception>
    public ValueTask<ChangeAnswer> ResumeAsync(string owner, JobId id, CancellationToken ct = default) => _engine.Changes.ResumeAsync(owner, id, ct);

    /// <summary>Changes a job: same id, version + 1.</summary>
    /// <remarks>
    /// After applied the old content never starts. Too late: the occurrence that has started goes on with the old content,
    /// the new content counts from the next start.
    /// </remarks>
    /// <exception cref="ArgumentException">The edit can't be stored, or changes nothing; the message says what to change.</exception>
    /// <exception cref="StoreUnavailableException">As far as can be told nothing was changed; the message names the remedy.</exception>
    public async ValueTask<ChangeAnswer> EditAsync(string owner, JobId id, JobEdit edit, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(edit);

        // Its key, from which chance is drawn as it was when it was submitted. An edit never changes it.
        JobView? job = edit.Trigger is null ? null : await _store.FindAsync(owner, id, ct);
        return Submission.TryPrepareEdit(id, job, edit, _engine.Clock.Now, out JobChange? change, out string? fault)
            ? await _engine.Changes.EditAsync(owner, id, change, ct)
            : throw new ArgumentException(fault, nameof(edit));
    }

    /// <summary>Starts a job now rather than at its instant.</summary>
    /// <remarks>
    /// A repeating job has an occurrence of this instant, and goes on by its trigger afterwards: what was still to come
    /// comes. An occurrence that has come, between two attempts say, starts at once. A paused job runs this once.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">As far as can be told nothing was changed; the message names the remedy.</exception>
    public ValueTask<ChangeAnswer> RunNowAsync(string owner, JobId id, CancellationToken ct = default) => _engine.Changes.RunNowAsync(owner, id, ct);

    /// <summary>One live job.</summary>
    public ValueTask<JobView?> FindAsync(string owner, JobId id, CancellationToken ct = default) => _store.FindAsync(owner, id, ct);

    /// <summary>The live job of this key.</summary>
    public ValueTask<JobView?> FindByKeyAsync(string owner, string kind, string key, CancellationToken ct = default) =>
        _store.FindByKeyAsync(owner, kind, key, ct);

    /// <summary>Live jobs by planned start.</summary>
    public ValueTask<IReadOnlyList<JobView>> ListAsync(JobFilter filter, CancellationToken ct = default) => _store.ListJobsAsync(filter, ct);

    /// <summary>Runs, newest first.</summary>
    public ValueTask<IReadOnlyList<RunView>> RunsAsync(RunFilter filter, CancellationToken ct = default) => _store.ListRunsAsync(filter, ct);

    /// <summary>How many live jobs there are in each state, over all owners.</summary>
    public ValueTask<IReadOnlyDictionary<JobState, long>> CountAsync(CancellationToken ct = default) => _store.CountJobsAsync(ct);

    /// <summary>Where the jobs are, for what a store adds of its own.</summary>
    internal IJobStore Store => _store;

    /// <summary>The store's clock.</summary>
    internal Instant Now => _engine.Clock.Now;

    /// <exception cref="ArgumentException">It can't be stored; the message says what to change.</exception>
    internal NewJob Checked(JobRequest request) => Submission.TryPrepare(request, _engine.KindsHere, _engine.Clock.Now, out NewJob? job, out string? fault)
        ? job
        : throw new ArgumentException(fault, nameof(request));

    private async ValueTask<SubmitAnswer> AfterSubmitAsync(NewJob job, SubmitAnswer answer)
    {
        if (!answer.Accepted)
        {
            return answer;
        }

        if (_engine.Events.IsHeard)
        {
            _engine.Events.Tell(new JobSubmitted(_engine.Clock.Now, answer.Id, job.Owner, job.Kind, job.Due));
        }

        if (job.Quiets)
        {
            await _engine.Quiet.ChangedAsync();
        }

        if (answer.HeldUnder is { } fence)
        {
            return answer with { Running = await _engine.Withdrawals.AfterReplaceAsync(job.Owner, new Hold(answer.Id, fence)), HeldUnder = null };
        }

        _engine.Armer.CallFor(job.At);
        return answer;
    }
}
