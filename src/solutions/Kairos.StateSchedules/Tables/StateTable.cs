using System.Data.Common;
using System.Text.Json;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Time;

namespace Kairos.StateSchedules.Tables;

/// <summary>The table of one mapping, over whatever driver the data source is of.</summary>
/// <remarks>Each call takes a connection of its own and gives it back; statements commit by themselves but for edits.</remarks>
internal sealed class StateTable : IStateTable
{
    // 69 bytes each.
    private const int MostGathered = 50_000;

    private readonly StateMapping _mapping;
    private readonly TableConnections _connections;
    private readonly Dialect _dialect;
    private readonly StateDatabaseKind _kind;
    private readonly Statements _statements;
    private readonly RowReading _reading;
    private readonly WriteBack _writing;
    private readonly EditStatements _edits;

    internal StateTable(StateMapping mapping, StateDatabaseKind kind, DbDataSource source, StateTableOptions options)
    {
        (_mapping, _kind) = (mapping, kind);
        _connections = new TableConnections(source, mapping.Name, options);
        _dialect = Dialect.Of(kind, mapping.Zone);
        _statements = new Statements(mapping, _dialect);
        _reading = new RowReading(mapping, _dialect, _statements, _connections);
        _writing = new WriteBack(mapping, _dialect, _statements, _connections);
        _edits = new EditStatements(mapping, _dialect, _statements);
    }

    public async ValueTask<ReadBack> ReadDueAsync(DueRange range, Instant now, DuePosition after, RowBatch into, CancellationToken ct)
    {
        DuePosition[] positions = [.. range.Shards.Where(shard => shard >= after.Shard).Select(shard => shard == after.Shard ? after : DuePosition.BeginOf(shard))];
        ReadBack read = default;
        into.Count = 0;
        foreach (DuePosition[] some in positions.Chunk(_dialect.ShardsOfARead))
        {
            read = read.Plus(await _reading.AppendAsync(_statements.Due, _statements.DueUnasked, command =>
            {
                _dialect.Bind(command, _dialect.InstantValue(now.Micros));
                _dialect.BindPositions(command, some);
                _dialect.Bind(command, (long)(into.Capacity - into.Count));
                _dialect.Bind(command, range.FirstKey);
                _dialect.Bind(command, range.LastKey);
            }, into, ct));
            if (into.Count == into.Capacity)
            {
                break;
            }
        }

        RowReader.CheckDueOrder(into, after);
        return read;
    }

    public ValueTask<ReadBack> ReadByKeyAsync(long after, long until, BudgetRelease release, RowBatch into, CancellationToken ct)
    {
        into.Count = 0;
        return _reading.AppendAsync(release == BudgetRelease.Now ? _statements.ByKey : _statements.ByKeyUnasked, _statements.ByKeyUnasked, command =>
        {
            _dialect.Bind(command, after);
            _dialect.Bind(command, until);
            _dialect.Bind(command, (long)into.Capacity);
        }, into, ct);
    }

    public async ValueTask FindAsync(long key, RowBatch into, CancellationToken ct)
    {
        into.Count = 0;
        _ = await _connections.UseAsync(async (connection, done) =>
        {
            await _reading.FindAsync(connection, key, into, done);
            return into.Count;
        }, ct);
    }

    public ValueTask<Written> WriteAsync(RowStates states, int rows, CancellationToken ct)
    {
        ShardGroups groups = new(states, rows);
        return groups.Count == 0
            ? ValueTask.FromResult(default(Written))
            : _connections.UseAsync((connection, done) => _writing.RunAsync(connection, states, groups, rows, done), ct);
    }

    public int Gathered(int rows) => _dialect.GathersByShard ? Math.Max(rows, (int)Math.Min((long)rows * _mapping.Shards.Length, MostGathered)) : rows;

    public ValueTask<(long Least, long Greatest)?> KeysAsync(CancellationToken ct) => _connections.UseAsync(async (connection, done) =>
    {
        await using DbCommand command = _connections.Command(connection, _statements.Keys);
        await using DbDataReader reader = await command.ExecuteReaderAsync(done);
        return await reader.ReadAsync(done) && !reader.IsDBNull(0) ? ((long, long)?)(reader.GetInt64(0), reader.GetInt64(1)) : null;
    }, ct);

    public ValueTask<Instant?> OldestChangeAsync(IReadOnlyList<int> shards, CancellationToken ct) => _connections.UseAsync(async (connection, done) =>
    {
        await using DbCommand command = _connections.Command(connection, _statements.OldestChange);
        if (_mapping.Shard is not null)
        {
            _dialect.BindIntegers(command, shards);
        }

        await using DbDataReader reader = await command.ExecuteReaderAsync(done);
        return await reader.ReadAsync(done) && !reader.IsDBNull(0) && _dialect.TryRead(reader, 0, out long micros) && micros != RowBatch.Never
            ? new Instant(micros)
            : (Instant?)null;
    }, ct);

    public ValueTask<long[]> ForecastAsync(Instant from, TimeSpan step, int steps, CancellationToken ct) => _connections.UseAsync(async (connection, done) =>
    {
        long micros = step.Ticks / TimeSpan.TicksPerMicrosecond;
        long[] counts = new long[steps];
        await using DbCommand command = _connections.Command(connection, _statements.Forecast);
        _dialect.Bind(command, _dialect.InstantValue(from.Micros + (micros * steps)));
        _dialect.BindSteps(command, from.Micros, micros, steps);
        await using DbDataReader reader = await command.ExecuteReaderAsync(done);
        while (await reader.ReadAsync(done))
        {
            counts[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return counts;
    }, ct);

    public ValueTask<long> CountAsync(CancellationToken ct) => _connections.UseAsync(async (connection, done) =>
    {
        await using DbCommand command = _connections.Command(connection, _kind == StateDatabaseKind.PostgreSql ? _statements.Estimate : _statements.All);
        object? answer = await command.ExecuteScalarAsync(done);
        if (answer is not string plan)
        {
            return (long)answer!;
        }

        using JsonDocument json = JsonDocument.Parse(plan);
        return (long)json.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }, ct);

    public ValueTask<EditOutcome> EditAsync(long key, StateEdit edit, long? expectedVersion, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct)
    {
        _edits.Check(edit);
        return _connections.UseAsync((connection, done) => new RowEdit(_edits, _connections, into, evaluate).RunAsync(connection, key, edit, expectedVersion, done), ct);
    }

    public ValueTask<EditOutcome> ExhaustAsync(long key, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct)
    {
        long bit = _edits.ExhaustedBit;
        return _connections.UseAsync((connection, done) => new RowEdit(_edits, _connections, into, evaluate).RunAsync(connection, key, bit, done), ct);
    }
}
