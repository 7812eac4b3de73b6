using Kairos.Lab.Databases;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>A database of its own. A crash leaves the store behind as a node that beats no more, and another takes it over.</summary>
public sealed class PostgreSqlHome(DatabasePool databases) : StoreHome
{
    private readonly List<IJobStore> _left = [];
    private readonly Dictionary<IJobStore, int> _nodes = [];
    private YardDatabase _database = null!;

    public string ConnectionString => _database.ConnectionString;

    public override async ValueTask PrepareAsync() => _database = await databases.TakeAsync();

    public override IJobStore NewStore() => NewPostgreSqlStore();

    public PostgreSqlStore NewPostgreSqlStore(Func<PostgreSqlStoreOptions, PostgreSqlStoreOptions>? change = null)
    {
        PostgreSqlStoreOptions options = new() { ConnectionString = ConnectionString };
        return new(change?.Invoke(options) ?? options, NullLogger<PostgreSqlStore>.Instance, TimeProvider.System);
    }

    public override async ValueTask<TakeOver> OpenAsync(IJobStore store, Instant now)
    {
        TakeOver found = await store.OpenAsync(now, CancellationToken.None);
        NodeEntry entry = new() { Name = $"node {_nodes.Count + 1}", Kinds = [], Since = now, Version = "1" };
        _nodes[store] = await ((INodeStore)store).JoinAsync(entry, CancellationToken.None);
        return found;
    }

    public override async ValueTask<(IJobStore Next, TakeOver Found)> CrashAsync(IJobStore store, Instant now)
    {
        _left.Add(store);
        IJobStore next = NewStore();
        _ = await OpenAsync(next, now);
        INodeStore nodes = (INodeStore)next;
        (await nodes.TryTakeOverAsync(_nodes[store], 0, CancellationToken.None)).ShouldBeTrue();
        TakeOver all = TakeOver.Nothing;
        TakeOver found;
        do
        {
            found = await nodes.SettleAsync(now, 500, CancellationToken.None);
            all += found;
        }
        while (found != TakeOver.Nothing);
        return (next, all);
    }

    /// <summary>Each hold and each open occurrence is one that the rules allow.</summary>
    public override void CheckIntegrity() => Query("""
        select id::text from kairos.job
        where (node is null and (mark_kind <> 0 or held_due is not null or asked <> 0 or want in (1, 2)))
           or (node is not null and state <> 0) or fence < 0 or attempt < 0
        """).ShouldBeEmpty();

    /// <summary>The first column of what a statement yields, on a connection of its own.</summary>
    public IReadOnlyList<string> Query(string sql)
    {
        using NpgsqlConnection connection = new($"{ConnectionString};Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        using NpgsqlDataReader rows = command.ExecuteReader();
        List<string> read = [];
        while (rows.Read())
        {
            read.Add(rows.GetValue(0).ToString()!);
        }

        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (IJobStore store in _left)
        {
            await store.DisposeAsync();
        }

        await databases.ReturnAsync(_database);
    }
}
