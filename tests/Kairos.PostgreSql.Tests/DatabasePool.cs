using System.Collections.Concurrent;
using Kairos.Lab.Databases;
using Npgsql;

namespace Kairos.PostgreSql.Tests;

/// <summary>Databases with the engine's tables, emptied after each test: making one anew takes half a second.</summary>
public sealed class DatabasePool : IAsyncDisposable
{
    // Most tables are never written in a test, and each that is truncated is a file made and a file removed, for each of its indexes too.
    private const string Empty = """
        delete from kairos.schema_version where solution <> 'kairos';
        do $$
        declare
            side text;
            written text;
        begin
            for side in select format('%I.%I', schemaname, tablename) from pg_tables
                where schemaname in ('kairos', 'public')
                  and tablename not in ('job', 'run_kept', 'submit_key', 'node', 'slot', 'schema_version') and tablename !~ '^run(_|$)'
            loop
                execute 'drop table ' || side || ' cascade';
            end loop;
            select string_agg(oid::regclass::text, ', ') into written from pg_class
                where relnamespace = 'kairos'::regnamespace and relkind = 'r' and relname <> 'schema_version' and pg_relation_size(oid) > 0;
            if written is not null then
                execute 'truncate ' || written || ' restart identity';
            end if;
        end $$;
        """;

    private readonly DatabaseYard _yard = new();
    private readonly ConcurrentBag<YardDatabase> _free = [];

    public async Task<YardDatabase> TakeAsync() => _free.TryTake(out YardDatabase? free) ? free : await NewAsync();

    /// <summary>One without any table, for who takes it alone.</summary>
    public Task<YardDatabase> NewAsync() => _yard.CreateDatabaseAsync(CancellationToken.None);

    /// <summary>The server under all of them.</summary>
    public Task<PrivatePostgres> ServerAsync() => _yard.ServerAsync();

    public async Task ReturnAsync(YardDatabase database)
    {
        await using NpgsqlConnection connection = new($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand empty = new(Empty, connection);
        await empty.ExecuteNonQueryAsync();
        _free.Add(database);
    }

    public ValueTask DisposeAsync() => _yard.DisposeAsync();
}
