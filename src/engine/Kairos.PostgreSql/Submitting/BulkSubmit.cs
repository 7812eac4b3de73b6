using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

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
        NpgsqlRawCopyStream copy = await connection.BeginRawBinaryCopyAsync(database["submit_copy"], CancellationToken.None);
        try
        {
            await WriteAsync(copy, jobs);
        }
        catch
        {
            await AbandonAsync(copy);
            throw;
        }

        // Ends the COPY and has its answer.
        await copy.DisposeAsync();
        return [.. jobs.Select(static job => new SubmitAnswer(SubmitStatus.Created, job.Id))];
    }

    private static async ValueTask WriteAsync(NpgsqlRawCopyStream copy, IReadOnlyList<NewJob> jobs)
    {
        using CopyBuffer rows = new();
        rows.Begin();
        foreach (NewJob job in jobs.InKeyOrder(static job => job.Id))
        {
            Write(rows, job);
            await rows.SendPieceAsync(copy);
        }

        await rows.SendEndAsync(copy);
    }

    // As submit_copy names them.
    private static void Write(CopyBuffer rows, NewJob job)
    {
        rows.Row(12);
        rows.Short((short)job.Id.Shard);
        rows.Uuid(job.Id.Value);
        rows.Text(job.Owner);
        rows.Text(job.Kind);
        rows.Nothing();
        rows.Long(PgTime.Raw(job.Due));
        rows.Long(PgTime.Raw(job.At));
        rows.Int(job.Priority);
        rows.Int(job.MaxAttempts);
        rows.Text(job.Trigger);
        rows.Bytes(job.Payload.Span);
        rows.Bool(job.Quiets);
    }

    /// <summary>Has the server forget the COPY, which would else end with the rows that were sent.</summary>
    private static async ValueTask AbandonAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception)
        {
            // The caller is to learn what came first. Where the connection broke, Npgsql has ended the COPY, and says here that it had.
        }
    }
}
