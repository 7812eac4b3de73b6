using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Finds out what became of submits whose answer was lost, and stores those that are not there.</summary>
internal sealed class SubmitRecovery(Database database, SubmitVerb verb, ILogger logger, TimeProvider time)
{
    private const int MostTries = 8;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);

    public async ValueTask RecoverAsync(IReadOnlyList<Submitter.Request> group, Exception cause)
    {
        NewJob[] jobs = [.. group.Select(static r => r.Job).OrderBy(static j => j.Key, StringComparer.Ordinal)];
        try
        {
            Dictionary<JobId, SubmitAnswer> answers = await RepeatAsync(
                () => database.InTransactionAsync(async connection => (await StoreAsync(connection, jobs), true), CancellationToken.None), cause);
            foreach (Submitter.Request request in group)
            {
                request.Answer.TrySetResult(answers[request.Job.Id]);
            }
        }
        catch (Exception e)
        {
            foreach (Submitter.Request request in group)
            {
                request.Answer.TrySetException(PgErrors.Renewed(e));
            }
        }
    }

    /// <summary>Stores a job with an idempotency key: that tells by itself whether a try before was written.</summary>
    public async ValueTask<SubmitAnswer> StoreKeyedAsync(NewJob job, Func<ValueTask<SubmitAnswer>> store)
    {
        try
        {
            return await store();
        }
        catch (StoreUnavailableException e) when (PgErrors.CauseOfDoubt(e) is { } cause)
        {
            SubmitAnswer answer = await RepeatAsync(store, cause);
            return answer.Status == SubmitStatus.Repeated && answer.Id == job.Id ? new SubmitAnswer(SubmitStatus.Created, job.Id) : answer;
        }
    }

    // Whatever a later try comes to, of the first it can't be told.
    private async ValueTask<T> RepeatAsync<T>(Func<ValueTask<T>> store, Exception cause)
    {
        Log.SubmitUnanswered(logger, cause.Message);
        TimeSpan pause = s_firstPause;
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await store();
            }
            catch (StoreUnavailableException) when (tries < MostTries)
            {
                await Task.Delay(pause, time, CancellationToken.None);
                pause *= 2;
            }
            catch (StoreUnavailableException)
            {
                throw PgErrors.Unavailable(cause, database.Place);
            }
        }
    }

    // Inserted first: that waits for a first try that is still at its commit. What then has runs was there, and has ended since.
    private async ValueTask<Dictionary<JobId, SubmitAnswer>> StoreAsync(NpgsqlConnection connection, NewJob[] jobs)
    {
        HashSet<JobId> inserted = await verb.InsertAsync(connection, jobs);
        HashSet<JobId> ran = await RanAsync(connection, jobs);
        NewJob[] again = [.. jobs.Where(job => ran.Contains(job.Id) && inserted.Contains(job.Id))];
        if (again.Length > 0)
        {
            await using NpgsqlCommand delete = database.Command("job_delete", connection);
            delete.Parameters.Ids(again, static job => job.Id);
            await delete.ExecuteNonQueryAsync();
        }

        Dictionary<JobId, SubmitAnswer> answers = [];
        foreach (NewJob job in jobs)
        {
            answers[job.Id] = inserted.Contains(job.Id) || ran.Contains(job.Id)
                ? new SubmitAnswer(SubmitStatus.Created, job.Id)
                : await verb.ResolveAsync(connection, job);
        }

        return answers;
    }

    private async ValueTask<HashSet<JobId>> RanAsync(NpgsqlConnection connection, NewJob[] jobs)
    {
        await using NpgsqlCommand command = database.Command("submit_ran", connection);
        command.Parameters.Ids(jobs, static job => job.Id);
        return [.. await command.AllAsync(static row => row.JobId(0))];
    }
}
