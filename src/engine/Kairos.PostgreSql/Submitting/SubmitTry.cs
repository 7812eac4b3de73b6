using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Stores submits together and answers them, but for those that meet somebody's lock.</summary>
internal sealed class SubmitTry(Database database, SubmitVerb verb, SubmitRecovery recovery)
{
    // The rest is for finding out what became of it.
    private TimeSpan FirstTry => database.Options.AnswerWithin / 2;

    /// <summary>Stores submits without idempotency keys in one statement.</summary>
    /// <param name="group">Which.</param>
    /// <param name="locked">Takes those whose key is taken by a job that somebody has locked.</param>
    /// <returns>False where one at least waits for a lock: none is stored, none is answered.</returns>
    public async ValueTask<bool> StoreAsync(IReadOnlyList<Submitter.Request> group, LockedSubmits locked)
    {
        NewJob[] jobs = [.. group.Select(static r => r.Job).Order(SubmitOrder.Instance)];
        Trail trail = new();
        HashSet<JobId> inserted;
        try
        {
            inserted = await database.RunAsync(
                async () =>
                {
                    await using NpgsqlConnection connection = await database.OpenImpatientAsync();
                    trail.Enter(connection);
                    return await verb.InsertAsync(connection, jobs);
                },
                FirstTry,
                CancellationToken.None);
        }
        catch (StoreUnavailableException e) when (PgErrors.CauseOfDoubt(e) is { } cause)
        {
            await recovery.RecoverAsync(group, trail, cause);
            return true;
        }
        catch (Exception e) when (PgErrors.IsLocked(e))
        {
            return false;
        }
        catch (Exception e) when (PgErrors.IsContent(e) && group.Count > 1)
        {
            foreach (Submitter.Request request in group)
            {
                if (!await StoreAsync([request], locked))
                {
                    locked.Wait([request]);
                }
            }

            return true;
        }
        catch (Exception e)
        {
            foreach (Submitter.Request request in group)
            {
                request.Answer.TrySetException(PgErrors.Renewed(e));
            }

            return true;
        }

        await AnswerAsync(group, inserted, locked);
        return true;
    }

    /// <summary>Stores a submit with an idempotency key.</summary>
    /// <returns>False where it waits for a lock: it is not stored, and not answered.</returns>
    public ValueTask<bool> StoreOnceAsync(Submitter.Request request) => AnswerAsync(request, () => recovery.StoreKeyedAsync(
        request,
        trail => database.InImpatientTransactionAsync(
            async connection =>
            {
                trail.Enter(connection);
                SubmitAnswer answer = await verb.StoreAsync(connection, request.Job, request.Now);
                return (answer, answer.Accepted);
            },
            FirstTry,
            CancellationToken.None)));

    private async ValueTask AnswerAsync(IReadOnlyList<Submitter.Request> group, HashSet<JobId> inserted, LockedSubmits locked)
    {
        foreach (Submitter.Request request in group)
        {
            if (inserted.Contains(request.Job.Id))
            {
                request.Answer.TrySetResult(new SubmitAnswer(SubmitStatus.Created, request.Job.Id));
            }
            else if (locked.IsWaitedFor(request) || !await AnswerAsync(request, () => ResolveAsync(request.Job)))
            {
                locked.Wait([request]);
            }
        }
    }

    private ValueTask<SubmitAnswer> ResolveAsync(NewJob job) => database.RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await database.OpenImpatientAsync();
            return await verb.ResolveAsync(connection, job);
        },
        CancellationToken.None);

    private static async ValueTask<bool> AnswerAsync(Submitter.Request request, Func<ValueTask<SubmitAnswer>> store)
    {
        try
        {
            request.Answer.TrySetResult(await store());
        }
        catch (Exception e) when (PgErrors.IsLocked(e))
        {
            return false;
        }
        catch (Exception e)
        {
            request.Answer.TrySetException(e);
        }

        return true;
    }
}
