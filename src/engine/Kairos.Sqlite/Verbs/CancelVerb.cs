using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Takes jobs back for their owner.</summary>
internal sealed class CancelVerb(Statements statements, StandingJobs jobs, RunRecorder runs)
{
    private readonly Statement _delete = statements.Named("job_delete");

    public ChangeAnswer Cancel(string owner, JobId id, Grip grip, Instant now)
    {
        if (jobs.Read(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (job.Leaves(grip))
        {
            jobs.Ask(id, job, Want.End);
        }
        else if (answer == ChangeAnswer.Applied)
        {
            Delete(owner, id, job, now);
        }

        return answer;
    }

    private void Delete(string owner, JobId id, Standing job, Instant now)
    {
        _delete.Bind(1, id);
        StandingJobs.Changed(_delete.Execute());
        if (job.Settle)
        {
            return;
        }

        runs.Record(new RunView
        {
            Job = id,
            Due = job.Due,
            Attempt = 0,
            Fence = job.Fence,
            At = job.At,
            Ended = now,
            Outcome = OutcomeCode.Cancelled,
            Owner = owner,
            Kind = job.Kind,
            Key = job.Key,
        });
    }
}
