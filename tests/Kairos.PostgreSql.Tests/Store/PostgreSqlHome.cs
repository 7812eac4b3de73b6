using System.Collections.Concurrent;
using Kairos.Lab.Databases;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>A database of its own. A crash leaves the store behind as a node that beats no more, and another takes it over.</summary>
/// <param name="databases">Where it comes from.</param>
/// <param name="time">What its stores measure by; the system's unless given.</param>
/// <param name="isAlone">It is made anew and dropped afterwards: for tests that change its tables.</param>
public sealed class PostgreSqlHome(DatabasePool databases, TimeProvider? time = null, bool isAlone = false) : StoreHome
{
    private readonly List<IAsyncDisposable> _left = [];
    private readonly ConcurrentDictionary<IJobStore, int> _nodes = [];
    private YardDatabase _database = null!;

    public string ConnectionString => _database.ConnectionString;

    /// <summary>What its stores are opened with.</summary>
    public Func<PostgreSqlStoreOptions, PostgreSqlStoreOptions> Options { get; init; } = static options => options;

    public ILogger<PostgreSqlStore> Logger { get; init; } = NullLogger<PostgreSqlStore>.Instance;

    public override async ValueTask PrepareAsync() => _database = isAlone ? await databases.NewAsync() : await databases.TakeAsync();

    public override IJobStore NewStore() => NewPostgreSqlStore();

    public PostgreSqlStore NewPostgreSqlStore(Func<PostgreSqlStoreOptions, PostgreSqlStoreOptions>? change = null) =>
        new((change ?? Options)(new() { ConnectionString = ConnectionString }), Logger, time ?? TimeProvider.System);

    public override async ValueTask<TakeOver> OpenAsync(IJobStore store, Instant now)
    {
        TakeOver found = await store.OpenAsync(now, CancellationToken.None);
        await JoinAsync(store, now);
        return found;
    }

    /// <summary>Another store over the same database, open and joined; it is closed with this home.</summary>
    public async Task<PostgreSqlStore> OpenOtherAsync(Instant now, IReadOnlyCollection<string>? kinds = null, Func<PostgreSqlStoreOptions, PostgreSqlStoreOptions>? change = null)
    {
        PostgreSqlStore other = NewPostgreSqlStore(change);
        _left.Add(other);
        _ = await other.OpenAsync(now, CancellationToken.None);
        await JoinAsync(other, now, kinds);
        return other;
    }

    /// <summary>Closes what a test has opened; what came last goes first.</summary>
    public void CloseLast(IAsyncDisposable opened) => _left.Add(opened);

    /// <summary>Under which number a store has joined.</summary>
    public int NodeOf(IJobStore store) => _nodes[store];

    public async Task JoinAsync(IJobStore store, Instant now, IReadOnlyCollection<string>? kinds = null)
    {
        NodeEntry entry = new() { Name = $"node {_nodes.Count + 1}", Kinds = kinds ?? [], Since = now, Version = "1" };
        _nodes[store] = await ((INodeStore)store).JoinAsync(entry, CancellationToken.None);
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
            found = await nodes.SettleAsync(now, default, 500, CancellationToken.None);
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
    public IReadOnlyList<string> Query(string sql) => Query(ConnectionString, sql);

    /// <summary>The same in another database.</summary>
    public static IReadOnlyList<string> Query(string connectionString, string sql)
    {
        using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
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
        foreach (IAsyncDisposable left in Enumerable.Reverse(_left))
        {
            await left.DisposeAsync();
        }

        if (isAlone)
        {
            await _database.DisposeAsync();
        }
        else
        {
            await databases.ReturnAsync(_database);
        }
    }
}
