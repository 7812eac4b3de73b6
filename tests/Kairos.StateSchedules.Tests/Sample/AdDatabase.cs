using AdPlatform;
using AdPlatform.Loading;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Sample;

/// <summary>An ad platform in a database of its own.</summary>
internal sealed class AdDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresFixture _postgres;
    private readonly string _connection;

    private AdDatabase(PostgresFixture postgres, string connection)
    {
        _postgres = postgres;
        _connection = connection;
        _source = NpgsqlDataSource.Create(connection);
    }

    internal List<LoadProgress> Told { get; } = [];

    internal static async Task<AdDatabase> OfAsync(PostgresFixture postgres, AdOptions options)
    {
        AdDatabase made = new(postgres, await postgres.DatabaseAsync());
        await made.GenerateAsync(options);
        return made;
    }

    internal Task GenerateAsync(AdOptions options) => new AdGenerator(options).GenerateAsync(_source, new Listener(Told), CancellationToken.None);

    internal async Task<T> AskAsync<T>(string sql)
    {
        await using NpgsqlCommand command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>All rows of a query, in words.</summary>
    internal async Task<List<string>> ListAsync(string sql)
    {
        await using NpgsqlCommand command = _source.CreateCommand($"select row::text from ({sql}) row");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Changes with any value of any table.</summary>
    internal Task<string> FingerprintAsync() => AskAsync<string>(
        """
        select md5((select string_agg(s::text, ',' order by id) from dsp_show_status s) || (select string_agg(p::text, ',' order by id) from ad_plan p)
            || (select string_agg(u::text, ',' order by id) from ad_unit u) || (select string_agg(c::text, ',' order by id) from ad_creative c)
            || (select string_agg(b::text, ',' order by cga_id) from ad_budget b))
        """);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _postgres.ReturnAsync(_connection);
    }

    // Two loads tell at once.
    private sealed class Listener(List<LoadProgress> told) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            lock (told)
            {
                told.Add(value);
            }
        }
    }
}
