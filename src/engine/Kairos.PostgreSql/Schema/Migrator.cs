using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Schema;

/// <summary>Brings a schema up to date: append-only migrations, each in one transaction with its record. Any number of nodes may try at once.</summary>
internal sealed class Migrator(Database database, ILogger logger)
{
    // Any number that nobody else takes for a lock of this database.
    private const long Lock = 0x4B61_6972_6F73_0001;

    private const string Record = """
        create table if not exists kairos.schema_version(
            solution text not null,
            name text not null,
            breaking boolean not null,
            applied timestamptz not null,
            primary key (solution, name)
        )
        """;

    /// <summary>The engine's own.</summary>
    public static IReadOnlyList<(string Name, string Sql)> Own => EmbeddedSql.Migrations(typeof(Migrator).Assembly);

    /// <summary>What has run, and what has not, in order; nothing is written.</summary>
    public async ValueTask<IReadOnlyList<MigrationView>> StatusAsync(CancellationToken ct) => await database.RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await database.OpenAsync();
            Dictionary<string, (bool Breaking, Instant Applied)> applied = await IsThereAsync(connection) ? await AppliedAsync(connection, MigrationList.Engine) : [];
            return (IReadOnlyList<MigrationView>)
            [
                .. applied.Where(row => Own.All(own => own.Name != row.Key))
                    .Select(static row => new MigrationView(row.Key, row.Value.Applied, row.Value.Breaking, Known: false)),
                .. Own.Select(own => new MigrationView(
                    own.Name, applied.TryGetValue(own.Name, out (bool Breaking, Instant Applied) row) ? row.Applied : null, MigrationList.IsBreaking(own.Sql), Known: true)),
            ];
        },
        ct);

    /// <summary>Those of the engine that have not run.</summary>
    public async ValueTask<int> CountMissingAsync(CancellationToken ct) => await database.RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await database.OpenAsync();
            Dictionary<string, (bool Breaking, Instant Applied)> applied = await IsThereAsync(connection) ? await AppliedAsync(connection, MigrationList.Engine) : [];
            return Missing(MigrationList.Engine, Own, applied).Count;
        },
        ct);

    /// <summary>Runs those that have not run yet; returns how many.</summary>
    public async ValueTask<int> RunAsync(string solution, IReadOnlyList<(string Name, string Sql)> migrations, Instant now, CancellationToken ct)
    {
        if (await database.RunAsync(() => IsCompleteAsync(solution, migrations), ct))
        {
            return 0;
        }

        int run = 0;
        while (await RunNextAsync(solution, migrations, now, ct) is { } name)
        {
            Log.Migrated(logger, $"{solution} {name}");
            run++;
        }

        return run;
    }

    // As at nearly every start: nobody then waits for whoever else starts.
    private async ValueTask<bool> IsCompleteAsync(string solution, IReadOnlyList<(string Name, string Sql)> migrations)
    {
        await using NpgsqlConnection connection = await database.OpenAsync();
        return await IsThereAsync(connection) && Missing(solution, migrations, await AppliedAsync(connection, solution)).Count == 0;
    }

    // One in its transaction, behind a lock: what another node has run meanwhile is not missing any more. It may rewrite a large table.
    private ValueTask<string?> RunNextAsync(string solution, IReadOnlyList<(string Name, string Sql)> migrations, Instant now, CancellationToken ct) => database.InLongTransactionAsync(
        async connection =>
        {
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({Lock})");
            await ExecuteAsync(connection, $"create schema if not exists {database.Options.Schema}");
            await ExecuteAsync(connection, Record);
            IReadOnlyList<(string Name, string Sql)> missing = Missing(solution, migrations, await AppliedAsync(connection, solution));
            if (missing.Count == 0)
            {
                return ((string?)null, true);
            }

            await using (NpgsqlCommand insert = new(database.InSchema("insert into kairos.schema_version(solution, name, breaking, applied) values ($1, $2, $3, $4)"), connection))
            {
                insert.Parameters.Text(solution).Text(missing[0].Name).Flag(MigrationList.IsBreaking(missing[0].Sql)).At(now);
                await insert.ExecuteNonQueryAsync(CancellationToken.None);
            }

            await ExecuteAsync(connection, missing[0].Sql);
            return (missing[0].Name, true);
        },
        ct);

    private static IReadOnlyList<(string Name, string Sql)> Missing(
        string solution, IReadOnlyList<(string Name, string Sql)> migrations, Dictionary<string, (bool Breaking, Instant Applied)> applied) =>
        MigrationList.Missing(solution, migrations, applied.ToDictionary(static row => row.Key, static row => row.Value.Breaking, StringComparer.Ordinal));

    private async ValueTask<Dictionary<string, (bool Breaking, Instant Applied)>> AppliedAsync(NpgsqlConnection connection, string solution)
    {
        await using NpgsqlCommand read = new(database.InSchema("select name, breaking, applied from kairos.schema_version where solution = $1"), connection);
        read.Parameters.Text(solution);
        return (await read.AllAsync(static row => (Name: row.GetString(0), Breaking: row.GetBoolean(1), Applied: row.Instant(2))))
            .ToDictionary(static row => row.Name, static row => (row.Breaking, row.Applied), StringComparer.Ordinal);
    }

    private async ValueTask<bool> IsThereAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand there = new("select to_regclass($1) is not null", connection);
        there.Parameters.Text(database.InSchema("kairos.schema_version"));
        return (bool)(await there.ExecuteScalarAsync())!;
    }

    private async ValueTask ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(database.InSchema(sql), connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A migration of the engine's tables.</summary>
/// <param name="Name">Its name; they run in the order of their names.</param>
/// <param name="Applied">When it ran, by the store's clock; null when it has not.</param>
/// <param name="Breaking">A program that does not know it can't work on these tables.</param>
/// <param name="Known">This program has it.</param>
public sealed record MigrationView(string Name, Instant? Applied, bool Breaking, bool Known);
