using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;
using NpgsqlTypes;

namespace Kairos.PostgreSql.Submitting;

/// <summary>Stores many jobs in one transaction: by COPY where none of them can conflict.</summary>
internal sealed class BulkSubmit(Database database, SubmitVerb verb, SubmitRecovery recovery)
{
    // Below it a COPY, with its two turns, is no quicker than arrays.
    private const int WorthACopy = 100;

    public async ValueTask<IReadOnlyList<SubmitAnswer>> SubmitAsync(IReadOnlyList<NewJob> jobs, Instant now, CancellationToken ct)
    {
        Trail trail = new();
        try
        {
            return await StoreAsync(jobs, now, trail, ct);
        }
        catch (StoreUnavailableException e) when (PgErrors.CauseOfDoubt(e) is { } cause)
        {
            return await recovery.RecoverAllAsync(jobs, now, trail, cause);
        }
    }

    private async ValueTask<IReadOnlyList<SubmitAnswer>> StoreAsync(IReadOnlyList<NewJob> jobs, Instant now, Trail trail, CancellationToken ct)
    {
        if (jobs.Count >= WorthACopy && jobs.All(static job => job.Key is null && job.IdempotencyKey is null))
        {
            try
            {
                return await database.InLongTransactionAsync(
                    async connection =>
                    {
                        trail.Enter(connection);
                        return (await CopyAsync(connection, jobs), true);
                    },
                    ct);
            }
            catch (PostgresException e) when (PgErrors.IsKeyTaken(e))
            {
                // One of these very ids is there, from a try before this one: the other way tells which.
            }
        }

        return await database.InLongTransactionAsync(
            async connection =>
            {
                trail.Enter(connection);
                return (await verb.StoreAllAsync(connection, jobs, now), true);
            },
            ct);
    }

    private async ValueTask<IReadOnlyList<SubmitAnswer>> CopyAsync(NpgsqlConnection connection, IReadOnlyList<NewJob> jobs)
    {
        await using (NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(database["submit_copy"]))
        {
            foreach (NewJob job in jobs)
            {
                await WriteAsync(copy, job);
            }

            await copy.CompleteAsync();
        }

        return [.. jobs.Select(static job => new SubmitAnswer(SubmitStatus.Created, job.Id))];
    }

    private static async ValueTask WriteAsync(NpgsqlBinaryImporter copy, NewJob job)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync((short)job.Id.Shard, NpgsqlDbType.Smallint);
        await copy.WriteAsync(job.Id.Value, NpgsqlDbType.Uuid);
        await copy.WriteAsync(PgText.Checked(job.Owner)!, NpgsqlDbType.Text);
        await copy.WriteAsync(PgText.Checked(job.Kind)!, NpgsqlDbType.Text);
        await copy.WriteNullAsync();
        await copy.WriteAsync(PgTime.Raw(job.Due), NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(PgTime.Raw(job.At), NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(job.Priority, NpgsqlDbType.Integer);
        if (job.MaxAttempts is { } attempts)
        {
            await copy.WriteAsync(attempts, NpgsqlDbType.Integer);
        }
        else
        {
            await copy.WriteNullAsync();
        }

        if (PgText.Checked(job.Trigger) is { } trigger)
        {
            await copy.WriteAsync(trigger, NpgsqlDbType.Text);
        }
        else
        {
            await copy.WriteNullAsync();
        }

        await copy.WriteAsync(job.Payload, NpgsqlDbType.Bytea);
        await copy.WriteAsync(job.Quiets, NpgsqlDbType.Boolean);
    }
}
