using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Finds out what became of submits whose answer was lost, and stores those that are not there.</summary>
internal sealed class SubmitRecovery(Database database, SubmitVerb verb, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_mostPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Stores a group of which the answer was lost.</summary>
    /// <param name="group">They were tried together.</param>
    /// <param name="trail">Of that try.</param>
    /// <param name="cause">What came instead of its answer.</param>
    public async ValueTask RecoverAsync(IReadOnlyList<Submitter.Request> group, Trail trail, Exception cause)
    {
        Submitter.Request[] ordered = [.. group.OrderBy(static r => r.Job, SubmitOrder.Instance)];
        NewJob[] jobs = [.. ordered.Select(static r => r.Job)];
        try
        {
            IReadOnlyList<SubmitAnswer> answers = await RepeatAsync(
                (next, left) => database.InTransactionAsync(
                    async connection =>
                    {
                        next.Enter(connection);
                        return (await StoreAllAsync(connection, jobs, ordered[0].Now), true);
                    },
                    left,
                    CancellationToken.None),
                trail,
                cause,
                Deadline.Last(group.Select(static r => r.Deadline)));
            for (int i = 0; i < ordered.Length; i++)
            {
                ordered[i].Answer.TrySetResult(answers[i]);
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

    /// <summary>Stores many in one transaction of which the answer was lost, each looked for by its id.</summary>
    public ValueTask<IReadOnlyList<SubmitAnswer>> RecoverAllAsync(IReadOnlyList<NewJob> jobs, Instant now, Trail trail, Exception cause) => RepeatAsync(
        (next, _) => database.InLongTransactionAsync(
            async connection =>
            {
                next.Enter(connection);
                return (await StoreAllAsync(connection, jobs, now), true);
            },
            CancellationToken.None),
        trail,
        cause,
        Deadline.In(database.Options.AnswerWithin));

    /// <summary>Stores a job with an idempotency key: that tells by itself whether a try before was written.</summary>
    public async ValueTask<SubmitAnswer> StoreKeyedAsync(Submitter.Request request, Func<Trail, ValueTask<SubmitAnswer>> store)
    {
        Trail trail = new();
        try
        {
            return await store(trail);
        }
        catch (StoreUnavailableException e) when (PgErrors.CauseOfDoubt(e) is { } cause)
        {
            return Own(request.Job, await RepeatAsync((next, _) => store(next), trail, cause, request.Deadline));
        }
    }

    // What an earlier try of this very submit stored is no repetition.
    private static SubmitAnswer Own(NewJob job, SubmitAnswer answer) =>
        answer.Status == SubmitStatus.Repeated && answer.Id == job.Id ? new SubmitAnswer(SubmitStatus.Created, job.Id) : answer;

    // A try that was given up may be on its way to the server, or at its commit. What is not there now could come later, when
    // the job has been stored again, has run and is gone: so its session is ended first, and before that nothing is decided.
    // Whatever a later try comes to, of the first it can't be told.
    private async ValueTask<T> RepeatAsync<T>(Func<Trail, TimeSpan, ValueTask<T>> store, Trail first, Exception cause, Deadline deadline)
    {
        Log.SubmitUnanswered(logger, cause.Message);
        TimeSpan pause = s_firstPause;
        Trail? inDoubt = first;
        while (deadline.Left is { Ticks: > 0 } left)
        {
            Trail next = new();
            try
            {
                if (inDoubt is not null)
                {
                    await database.EndAsync(inDoubt, left);
                    inDoubt = null;
                }

                return await store(next, left);
            }
            catch (StoreUnavailableException e)
            {
                if (inDoubt is null && PgErrors.CauseOfDoubt(e) is not null)
                {
                    inDoubt = next;
                }

                await Task.Delay(pause, time, CancellationToken.None);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_mostPause.Ticks));
            }
        }

        throw PgErrors.Unavailable(cause, database.Place);
    }

    private async ValueTask<IReadOnlyList<SubmitAnswer>> StoreAllAsync(NpgsqlConnection connection, IReadOnlyList<NewJob> jobs, Instant now)
    {
        await database.ConfirmAsync(connection);
        List<SubmitAnswer> answers = new(jobs.Count);
        foreach (NewJob[] batch in jobs.Chunk(SubmitVerb.Batch))
        {
            NewJob[] plain = [.. batch.Where(static job => job.IdempotencyKey is null)];
            Dictionary<JobId, SubmitAnswer> found = plain.Length > 0 ? await StoreAsync(connection, plain) : [];
            foreach (NewJob job in batch)
            {
                answers.Add(job.IdempotencyKey is null ? found[job.Id] : Own(job, await verb.StoreAsync(connection, job, now)));
            }
        }

        return answers;
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
