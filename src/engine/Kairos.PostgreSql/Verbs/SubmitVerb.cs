using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Stores new jobs; the unique indexes decide.</summary>
internal sealed class SubmitVerb(Database database)
{
    /// <summary>Jobs of one statement where there are many.</summary>
    public const int Batch = 2_000;

    /// <summary>Stores one job on a connection, in the transaction that is open there, or else statement by statement.</summary>
    public async ValueTask<SubmitAnswer> StoreAsync(NpgsqlConnection connection, NewJob job, Instant now)
    {
        if (job.IdempotencyKey is null)
        {
            return (await InsertAsync(connection, [job])).Contains(job.Id)
                ? new SubmitAnswer(SubmitStatus.Created, job.Id)
                : await ResolveAsync(connection, job);
        }

        while (!await ClaimKeyAsync(connection, job, now))
        {
            if (await FindKeyAsync(connection, job) is { } found)
            {
                return found;
            }
        }

        SubmitAnswer answer = await StoreAsync(connection, job with { IdempotencyKey = null }, now);
        if (!answer.Accepted)
        {
            // What was refused may be tried again under the same key, and the transaction may be somebody else's.
            await using NpgsqlCommand forget = database.Command("submit_forget_key", connection);
            forget.Parameters.Short(JobId.ShardOf(job.Owner)).Text(job.Owner).Text(job.IdempotencyKey);
            await forget.ExecuteNonQueryAsync();
        }
        else if (answer.Id != job.Id)
        {
            await using NpgsqlCommand keep = database.Command("submit_keep_key", connection);
            keep.Parameters.Short(JobId.ShardOf(job.Owner)).Text(job.Owner).Text(job.IdempotencyKey).Uuid(answer.Id);
            await keep.ExecuteNonQueryAsync();
        }

        return answer;
    }

    /// <summary>Stores many in the transaction that is open on a connection; the answers are in the order of the jobs.</summary>
    public async ValueTask<IReadOnlyList<SubmitAnswer>> StoreAllAsync(NpgsqlConnection connection, IReadOnlyList<NewJob> jobs, Instant now)
    {
        SubmitAnswer[] answers = new SubmitAnswer[jobs.Count];
        for (int from = 0; from < jobs.Count; from += Batch)
        {
            // In their order: a later one may replace an earlier one of the same key.
            int until = Math.Min(jobs.Count, from + Batch);
            NewJob[] plain = [.. jobs.Skip(from).Take(until - from).Where(static job => job.IdempotencyKey is null)];
            HashSet<JobId> inserted = plain.Length > 0 ? await InsertAsync(connection, plain) : [];
            for (int i = from; i < until; i++)
            {
                NewJob job = jobs[i];
                answers[i] = job.IdempotencyKey is not null ? await StoreAsync(connection, job, now)
                    : inserted.Contains(job.Id) ? new SubmitAnswer(SubmitStatus.Created, job.Id)
                    : await ResolveAsync(connection, job);
            }
        }

        return answers;
    }

    /// <summary>Inserts those that conflict with nothing, and tells which they are.</summary>
    public async ValueTask<HashSet<JobId>> InsertAsync(NpgsqlConnection connection, IReadOnlyList<NewJob> jobs)
    {
        await using NpgsqlCommand insert = database.Command("submit_insert", connection);
        Bind(insert.Parameters, jobs);
        return [.. await insert.AllAsync(static row => row.JobId(0))];
    }

    /// <summary>What becomes of a job that was not inserted: its key is taken, or it is there already.</summary>
    public async ValueTask<SubmitAnswer> ResolveAsync(NpgsqlConnection connection, NewJob job)
    {
        while (true)
        {
            JobId? standing = job.Key is null ? job.Id : await TakenAsync(connection, job);
            if (standing == job.Id)
            {
                // The row of this very id is there, from an earlier try of this submit whose commit was ambiguous.
                return new SubmitAnswer(SubmitStatus.Created, job.Id);
            }

            if (standing is { } taken)
            {
                if (await AnswerAsync(connection, job, taken) is { } answer)
                {
                    return answer;
                }
            }
            else if ((await InsertAsync(connection, [job])).Count > 0)
            {
                // Whoever had the key ended in between.
                return new SubmitAnswer(SubmitStatus.Created, job.Id);
            }
        }
    }

    /// <summary>Binds jobs as arrays, in the order of the statements that take them.</summary>
    public static void Bind(NpgsqlParameterCollection to, IReadOnlyList<NewJob> jobs) => to
        .Ids(jobs, static job => job.Id)
        .Texts(jobs, static job => job.Owner)
        .Texts(jobs, static job => job.Kind)
        .Texts(jobs, static job => job.Key)
        .Instants(jobs, static job => job.Due)
        .Instants(jobs, static job => job.At)
        .Ints(jobs, static job => job.Priority)
        .MaybeInts(jobs, static job => job.MaxAttempts)
        .Texts(jobs, static job => job.Trigger)
        .AllBytes(jobs, static job => job.Payload)
        .Flags(jobs, static job => job.Quiets);

    private async ValueTask<SubmitAnswer?> AnswerAsync(NpgsqlConnection connection, NewJob job, JobId taken)
    {
        switch (job.Conflict)
        {
            case KeyConflict.Reject:
                return new SubmitAnswer(SubmitStatus.KeyTaken, taken);
            case KeyConflict.Keep:
                return new SubmitAnswer(SubmitStatus.Kept, taken);
            case KeyConflict.Replace:
                return await ReplaceAsync(connection, job, taken);
            default:
                throw new ArgumentException($"{job.Conflict} is no KeyConflict.", nameof(job));
        }
    }

    // Null when it has ended since it was looked up.
    private async ValueTask<SubmitAnswer?> ReplaceAsync(NpgsqlConnection connection, NewJob job, JobId taken)
    {
        await using NpgsqlCommand replace = database.Command("submit_replace", connection);
        replace.Parameters.Id(taken).At(job.Due).At(job.At).Int(job.Priority).Int(job.MaxAttempts).Text(job.Trigger).Bytes(job.Payload).Flag(job.Quiets);
        (bool Held, long Fence)? row = await replace.FirstAsync(static row => (row.GetBoolean(0), row.GetInt64(1)));
        return row is { } replaced
            ? new SubmitAnswer(SubmitStatus.Replaced, taken) { HeldUnder = replaced.Held ? replaced.Fence : null }
            : null;
    }

    private async ValueTask<JobId?> TakenAsync(NpgsqlConnection connection, NewJob job)
    {
        await using NpgsqlCommand taken = database.Command("submit_taken", connection);
        taken.Parameters.Short(JobId.ShardOf(job.Owner)).Text(job.Owner).Text(job.Kind).Text(job.Key);
        return await taken.FirstAsync(static row => row.JobId(0));
    }

    private async ValueTask<bool> ClaimKeyAsync(NpgsqlConnection connection, NewJob job, Instant now)
    {
        await using NpgsqlCommand claim = database.Command("submit_claim_key", connection);
        claim.Parameters.Short(JobId.ShardOf(job.Owner)).Text(job.Owner).Text(job.IdempotencyKey).Bytes(job.ContentHash)
            .Uuid(job.Id).At(job.IdempotencyUntil).At(now);
        return await claim.ExecuteScalarAsync() is not null;
    }

    private async ValueTask<SubmitAnswer?> FindKeyAsync(NpgsqlConnection connection, NewJob job)
    {
        await using NpgsqlCommand find = database.Command("submit_find_key", connection);
        find.Parameters.Short(JobId.ShardOf(job.Owner)).Text(job.Owner).Text(job.IdempotencyKey);
        List<SubmitAnswer> found = await find.AllAsync(row =>
            new SubmitAnswer(row.Bytes(0).AsSpan().SequenceEqual(job.ContentHash.Span) ? SubmitStatus.Repeated : SubmitStatus.IdempotencyConflict, row.JobId(1)));
        return found.FirstOrDefault();
    }
}
