using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Runs an installation's steps, and takes them away again. Either may be run twice, by two at once, and again after a kill.</summary>
internal sealed class Installer(DbDataSource source, StateDatabaseKind kind, StateMapping mapping, TimeProvider time)
{
    /// <summary>Runs what is not done.</summary>
    /// <param name="progress">Hears of each step, on the caller's thread or another; null: nobody listens.</param>
    /// <param name="ct">Ends it between statements and within them; what is done stays, and another call goes on from there.</param>
    /// <returns>The plan as it was, before anything was run.</returns>
    /// <exception cref="StateTableException">The schema doesn't fit, or a step failed; the message says which and what to do.</exception>
    internal Task<InstallPlan> ApplyAsync(Action<InstallProgress>? progress, CancellationToken ct) => AloneAsync(async connection =>
    {
        LiveSchema live = await LiveSchema.ReadAsync(connection, kind, mapping, ct);
        string[] errors = [.. (await SchemaCheck.RunAsync(connection, live, mapping, ct)).Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.ToString())];
        if (errors.Length > 0)
        {
            throw new StateTableException($"Mapping '{mapping.Name}' doesn't fit its tables, and nothing was changed. {string.Join(" ", errors)}", false);
        }

        InstallPlan plan = InstallPlan.Of(mapping, live);
        await RunAsync(connection, live, plan.Steps, progress, ct);
        return plan;
    }, ct);

    /// <summary>Takes away triggers, functions and indexes of the mapping, and the column when no other mapping uses it. Bits of the status stay as they are.</summary>
    /// <returns>What was done; empty when there was nothing.</returns>
    /// <exception cref="StateTableException">The database failed, or there is no such table.</exception>
    internal Task<ImmutableArray<InstallStep>> RemoveAsync(Action<InstallProgress>? progress, CancellationToken ct) => AloneAsync(async connection =>
    {
        LiveSchema live = await LiveSchema.ReadAsync(connection, kind, mapping, ct);
        ImmutableArray<InstallStep> steps = InstallPlan.OfRemoval(mapping, live).Steps;
        await RunAsync(connection, live, steps, progress, ct);
        return steps;
    }, ct);

    // PostgreSQL: under a lock of the session's, each step by itself. SQLite: everything is one transaction, which is the lock.
    private async Task<T> AloneAsync<T>(Func<DbConnection, Task<T>> act, CancellationToken ct)
    {
        try
        {
            await using DbConnection connection = await source.OpenConnectionAsync(ct);
            if (kind == StateDatabaseKind.PostgreSql)
            {
                await using InstallLock alone = await InstallLock.TakeAsync(connection, time, ct);
                return await act(connection);
            }

            await using DbTransaction all = await connection.BeginTransactionAsync(IsolationLevel.Serializable, ct);
            T result = await act(connection);
            await all.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (DbException e)
        {
            throw SchemaErrors.Of(e, $"The installation of mapping '{mapping.Name}'");
        }
    }

    private async Task RunAsync(DbConnection connection, LiveSchema live, ImmutableArray<InstallStep> steps, Action<InstallProgress>? progress, CancellationToken ct)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            if (!steps[i].IsDone)
            {
                progress?.Invoke(new InstallProgress(steps[i], i + 1, steps.Length, Ended: false));
                await RunAsync(connection, live, steps[i], ct);
            }

            progress?.Invoke(new InstallProgress(steps[i], i + 1, steps.Length, Ended: true));
        }
    }

    private async Task RunAsync(DbConnection connection, LiveSchema live, InstallStep step, CancellationToken ct)
    {
        string what = $"'{step.Title}'";
        bool transaction = kind == StateDatabaseKind.PostgreSql && step.IsTransaction;
        try
        {
            if (kind == StateDatabaseKind.PostgreSql)
            {
                // A concurrent build may wait as long as it likes: nobody waits behind it. Nor is it held to the time that the role's
                // usual statements have: an index of millions of rows would never be built.
                await connection.RunAsync($"set lock_timeout = '{(transaction ? InstallLock.LockSeconds : 0)}s'; set statement_timeout = 0", ct);
            }

            await RunAsync(connection, step.Statements, transaction, ct);
        }
        catch (DbException e) when (kind == StateDatabaseKind.PostgreSql && SchemaErrors.IsLock(e))
        {
            throw SchemaErrors.Of(e, what, await InstallLock.HoldersAsync(connection, live, CancellationToken.None));
        }
        catch (DbException e)
        {
            throw SchemaErrors.Of(e, what);
        }
    }

    private static async Task RunAsync(DbConnection connection, ImmutableArray<string> statements, bool transaction, CancellationToken ct)
    {
        if (!transaction)
        {
            foreach (string statement in statements)
            {
                await connection.RunAsync(statement, ct);
            }

            return;
        }

        await using DbTransaction all = await connection.BeginTransactionAsync(ct);
        foreach (string statement in statements)
        {
            await connection.RunAsync(statement, ct);
        }

        await all.CommitAsync(CancellationToken.None);
    }
}
