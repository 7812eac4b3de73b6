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
        Log.SubmitUnanswered(logger, cause.Message);
        NewJob[] jobs = [.. group.Select(static r => r.Job).OrderBy(static j => j.Key, StringComparer.Ordinal)];
        TimeSpan pause = s_firstPause;
        for (int tries = 1; ; tries++)
        {
            try
            {
                Dictionary<JobId, SubmitAnswer> answers = await database.InTransactionAsync(async connection => (await StoreAsync(connection, jobs), true), CancellationToken.None);
                foreach (Submitter.Request request in group)
                {
                    request.Answer.TrySetResult(answers[request.Job.Id]);
                }

                return;
            }
            catch (Exception e) when (tries == MostTries || e is not StoreUnavailableException)
            {
                foreach (Submitter.Request request in group)
                {
                    request.Answer.TrySetException(PgErrors.Unavailable(cause, database.Place));
                }

                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(pause, time, CancellationToken.None);
                pause *= 2;
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
            answers.Add(job.Id, inserted.Contains(job.Id) || ran.Contains(job.Id)
                ? new SubmitAnswer(SubmitStatus.Created, job.Id)
                : await verb.ResolveAsync(connection, job));
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
