using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;

namespace Kairos.Sqlite.Verbs;

/// <summary>Keeps jobs from being claimed, and lets them wait again.</summary>
internal sealed class PauseVerb(Statements statements, StandingJobs jobs, RunRecorder runs)
{
    private readonly Statement _pause = statements.Named("pause");
    private readonly Statement _resume = statements.Named("resume");

    public ChangeAnswer Pause(string owner, JobId id, Grip grip)
    {
        if (jobs.ReadLasting(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        ChangeAnswer answer = job.Answer(grip);
        if (job.Leaves(grip))
        {
            jobs.Ask(id, job, Want.Pause);
        }
        else if (answer == ChangeAnswer.Applied)
        {
            _pause.Bind(1, id);
            _pause.Bind(2, job.Fence);
            StandingJobs.Changed(_pause.Execute());
        }

        return answer;
    }

    public ChangeAnswer Resume(string owner, JobId id, ResumePlan plan)
    {
        if (jobs.ReadLasting(owner, id) is not { } job)
        {
            return ChangeAnswer.NotFound;
        }

        if (job.State != JobState.Paused)
        {
            if (job.Want != Want.Nothing)
            {
                jobs.Ask(id, job, Want.Nothing);
            }

            return ChangeAnswer.Applied;
        }

        // Where the occurrence has ended and only the next is to be planned, whoever claims the job plans it.
        bool stands = plan.Next is null || job.Settle;
        if (!TryResume(id, plan, stands ? new NextStart(job.Due, job.At, job.Attempt) : plan.Next!))
        {
            return ChangeAnswer.Conflict;
        }

        if (!stands && plan.Skipped is { } skipped)
        {
            runs.Record(skipped);
        }

        return ChangeAnswer.Applied;
    }

    private bool TryResume(JobId id, ResumePlan read, NextStart next)
    {
        _resume.Bind(1, id);
        _resume.Bind(2, read.Version);
        _resume.Bind(3, read.Due);
        _resume.Bind(4, next.Due);
        _resume.Bind(5, next.At);
        return _resume.Execute() > 0;
    }
}
