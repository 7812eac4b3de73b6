using Npgsql;
using NpgsqlTypes;

namespace Kairos.Bench.States.Steps;

/// <summary>Gathers what changes and writes it by key: a statement for 500 rows of one shard.</summary>
internal sealed class ShardWrites : IAsyncDisposable
{
    private const int Batch = 500;

    private readonly NpgsqlCommand _update;
    private readonly bool _withNext;
    private readonly SortedDictionary<int, List<Change>> _shards = [];

    private ShardWrites(NpgsqlCommand update, bool withNext) => (_update, _withNext) = (update, withNext);

    internal long Written { get; private set; }

    /// <param name="connection">Used by nobody else while something is written.</param>
    /// <param name="nextColumn">The column of the next change, where it is written too.</param>
    internal static async Task<ShardWrites> OpenAsync(NpgsqlConnection connection, string? nextColumn)
    {
        NpgsqlCommand update = new(
            nextColumn is null
                ? "update dsp_show_status s set status = v.status from unnest($1, $2) v(id, status) where s.id = v.id and s.shard = $3"
                : $"update dsp_show_status s set status = v.status, {nextColumn} = v.next from unnest($1, $2, $4) v(id, status, next) where s.id = v.id and s.shard = $3",
            connection);
        update.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        update.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        update.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Smallint });
        if (nextColumn is not null)
        {
            update.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        }

        await update.PrepareAsync();
        return new ShardWrites(update, nextColumn is not null);
    }

    /// <summary>Adds a row and what is to stand in it; instants are microseconds since 1970 UTC.</summary>
    internal void Add(int shard, long id, int status, long next)
    {
        if (!_shards.TryGetValue(shard, out List<Change>? changes))
        {
            _shards.Add(shard, changes = []);
        }

        changes.Add(new Change(id, status, SlotRow.Time(next)));
    }

    /// <summary>Writes what fills a batch.</summary>
    internal Task WriteFullAsync() => WriteAsync(Batch);

    /// <summary>Writes what is left.</summary>
    internal Task WriteRestAsync() => WriteAsync(1);

    private async Task WriteAsync(int least)
    {
        foreach ((int shard, List<Change> changes) in _shards)
        {
            int done = 0;
            for (; changes.Count - done >= least; done += Math.Min(Batch, changes.Count - done))
            {
                await WriteAsync(shard, changes.GetRange(done, Math.Min(Batch, changes.Count - done)));
            }

            changes.RemoveRange(0, done);
        }
    }

    private async Task WriteAsync(int shard, List<Change> changes)
    {
        _update.Parameters[0].Value = changes.ConvertAll(static c => c.Id);
        _update.Parameters[1].Value = changes.ConvertAll(static c => c.Status);
        _update.Parameters[2].Value = (short)shard;
        if (_withNext)
        {
            _update.Parameters[3].Value = changes.ConvertAll(static c => c.Next);
        }

        Written += await _update.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _update.DisposeAsync();

    private readonly record struct Change(long Id, int Status, DateTime? Next);
}
