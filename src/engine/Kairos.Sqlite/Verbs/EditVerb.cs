using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>Changes what a job is, and when it is due.</summary>
internal sealed class EditVerb(Statements statements, StandingJobs jobs)
{
    private readonly Statement _content = statements.Named("edit_content");
    private readonly Statement _plan = statements.Named("edit_plan");
    private readonly Statement _release = statements.Named("release");
    private readonly Statement _runNow = statements.Named("run_now");
    private readonly Statement _lastDue = statements.Named("run_last_due");

    public ChangeAnswer Edit(string owner, JobId id, JobChange change, Grip grip)
    {
        if (jobs.ReadLasting(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        if (change.Version is { } expected && expected != job.Version)
        {
            return ChangeAnswer.Conflict;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (answer == ChangeAnswer.Applied)
        {
            Release(id, job);
        }

        if (answer == ChangeAnswer.Applied || job.Leaves(grip))
        {
            Write(id, job, change);
        }

        return answer;
    }

    public ChangeAnswer RunNow(string owner, JobId id, Grip grip, Instant now)
    {
        if (jobs.ReadLasting(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        if (job.State == JobState.Parked)
        {
            return ChangeAnswer.Parked;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (answer != ChangeAnswer.Applied)
        {
            return answer;
        }

        Release(id, job);
        _runNow.Bind(1, id);
        _runNow.Bind(2, job.Fence);
        _runNow.Bind(3, DueFor(id, job, now));
        _runNow.Bind(4, now);
        StandingJobs.Changed(_runNow.Execute());
        return answer;
    }

    // An occurrence that has come, or whose attempts have begun, is itself what runs now: given up it would be without an
    // end in the record.
    private Instant DueFor(JobId id, Standing job, Instant now)
    {
        if (!job.Settle && (job.Due <= now || job.Attempt > 0))
        {
            return job.Due;
        }

        _lastDue.Bind(1, id);
        _ = _lastDue.Step();
        Instant? last = _lastDue.MaybeInstant(0);
        _lastDue.Reset();
        return last is { } recorded && recorded >= now ? new Instant(recorded.Micros + 1) : now;
    }

    private void Release(JobId id, Standing job)
    {
        if (job.Held)
        {
            _release.Bind(1, id);
            _release.Bind(2, job.Fence);
            StandingJobs.Changed(_release.Execute());
        }
    }

    private void Write(JobId id, Standing job, JobChange change)
    {
        _content.Bind(1, id);
        _content.Bind(2, job.Fence);
        if (change.Payload is { } payload)
        {
            _content.Bind(3, payload.Span);
        }
        else
        {
            _content.Bind(3, (long?)null);
        }

        _content.Bind(4, change.Priority);
        _content.Bind(5, change.MaxAttempts);
        StandingJobs.Changed(_content.Execute());
        if (change.Plan is not { } plan)
        {
            return;
        }

        _plan.Bind(1, id);
        _plan.Bind(2, job.Fence);
        _plan.Bind(3, plan.Due);
        _plan.Bind(4, plan.At);
        _plan.BindName(5, plan.Trigger);
        StandingJobs.Changed(_plan.Execute());
    }
}
