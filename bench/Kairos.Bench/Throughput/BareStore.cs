using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Schema;
using Kairos.Sqlite.Writing;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Throughput;

/// <summary>The store's own tables, statements and settings in a bare loop: one connection, one thread, nothing around it.</summary>
/// <remarks>It copies the log into the database at the same thresholds as the store, or its side of a ratio would be cheaper.</remarks>
internal sealed class BareStore : IDisposable
{
    private readonly StoreFile _file;
    private readonly WriterSession _session;
    private readonly Checkpointer _checkpointer;
    private readonly Statement _insert;
    private readonly Statement _arm;
    private readonly Statement _delete;
    private readonly Statement _record;

    internal BareStore(SqliteStoreOptions options, Instant now)
    {
        SqliteLibrary.Bind();
        _file = StoreFile.Own(options);
        SqliteConnection connection = _file.OpenWriter();
        Migrator.Run(connection, now);
        _session = new WriterSession(connection);
        _checkpointer = new Checkpointer(options, NullLogger.Instance, TimeProvider.System, static () => { });
        _insert = Statement.Named(connection.Handle!, "submit_insert");
        _arm = Statement.Named(connection.Handle!, "arm_due");
        _delete = Statement.Named(connection.Handle!, "complete_delete");
        _record = Statement.Named(connection.Handle!, "run_insert");
    }

    /// <summary>Inserts in transactions of so many rows.</summary>
    internal void Insert(IReadOnlyList<NewJob> jobs, int perTransaction)
    {
        for (int from = 0; from < jobs.Count; from += perTransaction)
        {
            _session.Begin(alone: false);
            for (int i = from; i < Math.Min(from + perTransaction, jobs.Count); i++)
            {
                Insert(jobs[i]);
            }

            Commit();
        }
    }

    /// <summary>Arms and ends all that is due, so many a transaction: one arms, the next deletes the jobs and records their runs.</summary>
    /// <returns>How many jobs there were.</returns>
    internal int ArmAndComplete(EngineClock clock, int perTransaction)
    {
        List<Due> armed = new(perTransaction);
        int all = 0;
        while (true)
        {
            armed.Clear();
            _session.Begin(alone: false);
            Arm(armed, clock.Now, perTransaction);
            Commit();
            if (armed.Count == 0)
            {
                return all;
            }

            all += armed.Count;
            Instant now = clock.Now;
            _session.Begin(alone: false);
            foreach (Due due in armed)
            {
                Complete(due, now);
            }

            Commit();
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[_insert, _arm, _delete, _record])
        {
            statement.Dispose();
        }

        _checkpointer.Dispose();
        _session.Dispose();
        _file.Dispose();
    }

    private void Commit()
    {
        _session.Commit();
        _checkpointer.AfterGroup(_session);
    }

    private void Insert(NewJob job)
    {
        _insert.Bind(1, job.Id);
        _insert.BindName(2, job.Owner);
        _insert.BindName(3, job.Kind);
        _insert.BindName(4, job.Key);
        _insert.Bind(5, job.Due);
        _insert.Bind(6, job.At);
        _insert.Bind(7, job.Priority);
        _insert.Bind(8, job.MaxAttempts);
        _insert.BindName(9, job.Trigger);
        _insert.Bind(10, job.Payload.Span);
        _insert.Bind(11, job.Quiets ? 1 : 0);
        _ = _insert.Execute();
    }

    private void Arm(List<Due> armed, Instant now, int limit)
    {
        _arm.Bind(1, Instant.Min);
        _arm.Bind(2, now);
        _arm.Bind(3, limit);
        _arm.Bind(4, _session.Number);
        while (_arm.Step())
        {
            armed.Add(new Due(_arm.Id(0), _arm.Text(1), _arm.Text(2), _arm.Instant(4), _arm.Instant(5), _arm.Long(7), _arm.Int(10), _arm.Bytes(14).ToArray()));
        }
    }

    private void Complete(Due due, Instant now)
    {
        _delete.Bind(1, due.Id);
        _delete.Bind(2, due.Fence);
        _delete.Bind(3, due.Version);
        _ = _delete.Execute();
        _record.Bind(1, due.Id);
        _record.Bind(2, due.Planned);
        _record.Bind(3, 1);
        _record.Bind(4, due.Fence);
        _record.Bind(5, due.At);
        _record.Bind(6, now);
        _record.Bind(7, now);
        _record.Bind(8, (int)OutcomeCode.Succeeded);
        _record.BindName(9, due.Owner);
        _record.BindName(10, due.Kind);
        _record.BindName(11, null);
        _record.BindProse(12, null);
        _record.Bind(13, ReadOnlySpan<byte>.Empty);
        _ = _record.Execute();
    }

    private readonly record struct Due(JobId Id, string Owner, string Kind, Instant Planned, Instant At, long Fence, int Version, byte[] Payload);
}
