using Kairos.Jobs;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql;

/// <summary>Submits within a transaction of the caller's own, on the database of the jobs.</summary>
public static class TransactionSubmits
{
    /// <summary>Submits a job that is there when the caller's transaction commits, or not at all.</summary>
    /// <remarks>
    /// Where it is planned soon, nodes are called by that commit, which takes a lock on the queue of calls until it is done.
    /// A job of this key that is held waits for the commit too; <see cref="SubmitAnswer.Running"/> is then true, for whether
    /// its old content starts before is not known yet.
    /// </remarks>
    /// <param name="jobs">The client of an engine on PostgreSQL.</param>
    /// <param name="transaction">Open, on the database of the jobs, at READ COMMITTED.</param>
    /// <param name="request">The job.</param>
    /// <exception cref="ArgumentException">The request can't be stored, or the transaction has ended; the message says what to change.</exception>
    /// <exception cref="InvalidOperationException">The jobs are not in PostgreSQL.</exception>
    public static async ValueTask<SubmitAnswer> SubmitAsync(this JobClient jobs, NpgsqlTransaction transaction, JobRequest request)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Store is not PostgreSqlStore store)
        {
            throw new InvalidOperationException($"The jobs are in {jobs.Store.Description}, which has no part in a transaction of PostgreSQL: submit without one.");
        }

        SubmitAnswer answer = await store.SubmitAsync(transaction, jobs.Checked(request), jobs.Now);
        return answer with { Running = answer.HeldUnder is not null, HeldUnder = null };
    }
}
