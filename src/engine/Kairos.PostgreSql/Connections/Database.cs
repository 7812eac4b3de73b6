using Kairos.Stores;
using Kairos.Stores.Rows;
using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>The connections of a store and its statements. What fails comes out as <see cref="StoreUnavailableException"/>, or as the caller's own mistake.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Database : IAsyncDisposable
{
    private const string DefaultSchema = "kairos.";
    private const int MostTries = 5;

    // One that claims, two that end, two that submit, one that marks.
    private const int HotConnections = 6;

    // Planning takes 2 of the 14 ms of 500 ends, and is the same each time. A plan made once, while the table was empty, would
    // be a walk over it for ever after: so none is ever to be one.
    private const string HotPlans = " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off";
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly NpgsqlMultiHostDataSource _hosts;
    private readonly NpgsqlMultiHostDataSource _hotHosts;
    private readonly NpgsqlDataSource _hot;
    private readonly TimeProvider _time;

    public Database(PostgreSqlStoreOptions options, TimeProvider time)
    {
        Options = options;
        _time = time;
        NpgsqlConnectionStringBuilder settings = Settings(options);
        Place = $"PostgreSQL at {settings.Host}:{settings.Port}/{settings.Database}";
        settings.MaxPoolSize = options.MostConnections - HotConnections;
        _hosts = Build(settings);
        Source = _hosts.WithTargetSession(TargetSessionAttributes.Primary);
        (settings.MinPoolSize, settings.MaxPoolSize) = (0, HotConnections);
        settings.Options = $"{settings.Options}{HotPlans}";
        _hotHosts = Build(settings);
        _hot = _hotHosts.WithTargetSession(TargetSessionAttributes.Primary);
        foreach (string resource in typeof(Database).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Sql/", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(resource);
            _statements.Add(name, InSchema(WithoutHead(EmbeddedSql.Statement(typeof(Database).Assembly, name))));
        }
    }

    public PostgreSqlStoreOptions Options { get; }

    /// <summary>Where it is, for people: no user, no password.</summary>
    public string Place { get; }

    /// <summary>Connections to the primary.</summary>
    public NpgsqlDataSource Source { get; }

    public string this[string statement] => _statements[statement];

    /// <summary>Statements name the default schema; here they are in the store's own.</summary>
    public string InSchema(string sql) => Options.Schema + "." == DefaultSchema ? sql : sql.Replace(DefaultSchema, Options.Schema + ".", StringComparison.Ordinal);

    /// <summary>A statement by itself: it is its own transaction.</summary>
    public NpgsqlCommand Command(string statement) => Source.CreateCommand(_statements[statement]);

    /// <summary>A statement that runs all the time, planned once a connection: it is to have one good plan for all arguments.</summary>
    public NpgsqlCommand HotCommand(string statement) => _hot.CreateCommand(_statements[statement]);

    /// <summary>A connection for such statements.</summary>
    public ValueTask<NpgsqlConnection> OpenHotAsync() => OpenAsync(_hot);

    /// <summary>A connection to the primary. When it fails, it says so in a way that tells it from a statement that fails.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync() => OpenAsync(Source);

    public NpgsqlCommand Command(string statement, NpgsqlConnection connection) => new(_statements[statement], connection);

    /// <summary>Does what may be done twice: again where the server undid it for a moment's reason, else it is told.</summary>
    /// <param name="work">Whole in itself: one statement, or one transaction.</param>
    /// <param name="ct">Gives up before it begins, not later.</param>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        TimeSpan pause = s_firstPause;
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (PgErrors.IsWorthRepeating(e) && tries < MostTries)
            {
                await Task.Delay(pause, _time, CancellationToken.None);
                pause *= 2;
            }
            catch (Exception e) when (PgErrors.IsUnavailable(e))
            {
                throw PgErrors.Unavailable(e, Place);
            }
        }
    }

    /// <summary>Runs work in one transaction; it is rolled back when the work throws, or says so.</summary>
    /// <param name="work">Gives the result, and whether to commit.</param>
    /// <param name="ct">Gives up before it begins.</param>
    public ValueTask<T> InTransactionAsync<T>(Func<NpgsqlConnection, ValueTask<(T Result, bool Commit)>> work, CancellationToken ct) => RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await OpenAsync();
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, CancellationToken.None);
            (T result, bool commit) = await work(connection);
            if (commit)
            {
                await transaction.CommitAsync(CancellationToken.None);
            }
            else
            {
                await transaction.RollbackAsync(CancellationToken.None);
            }

            return result;
        },
        ct);

    public async ValueTask DisposeAsync()
    {
        await _hot.DisposeAsync();
        await _hotHosts.DisposeAsync();
        await Source.DisposeAsync();
        await _hosts.DisposeAsync();
    }

    /// <summary>A data source for connections that are to be lost quickly: beats, calls.</summary>
    public NpgsqlDataSource Alone(TimeSpan answerWithin)
    {
        NpgsqlConnectionStringBuilder settings = Settings(Options);
        settings.CommandTimeout = settings.Timeout = (int)Math.Ceiling(answerWithin.TotalSeconds);
        (settings.MinPoolSize, settings.MaxPoolSize) = (0, 1);
        // A beat looks whether dead nodes hold jobs: on a table that was filled and not analyzed yet that would be a walk.
        settings.Options = $"{settings.Options} -c enable_seqscan=off";
        return Build(settings).WithTargetSession(TargetSessionAttributes.Primary);
    }

    private static async ValueTask<NpgsqlConnection> OpenAsync(NpgsqlDataSource source)
    {
        try
        {
            return await source.OpenConnectionAsync(CancellationToken.None);
        }
        catch (Exception e) when (PgErrors.IsCutWhileConnecting(e))
        {
            throw PgErrors.NotConnected(e);
        }
    }

    private static NpgsqlMultiHostDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        NpgsqlSlimDataSourceBuilder builder = new(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.BuildMultiHost();
    }

    // What is said of a statement stays here: it need not be sent each time, and a COPY has to begin with itself.
    private static string WithoutHead(string sql) => string.Join('\n', sql.Split('\n').SkipWhile(static line => line.StartsWith("--", StringComparison.Ordinal)));

    private static NpgsqlConnectionStringBuilder Settings(PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings = new(options.ConnectionString);
        int seconds = (int)Math.Ceiling(options.AnswerWithin.TotalSeconds);
        settings.MaxPoolSize = options.MostConnections;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, options.MostConnections - HotConnections);
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        // Nothing is left behind on a connection that would have to be reset.
        settings.NoResetOnClose = true;
        settings.CommandTimeout = seconds;
        settings.Timeout = Math.Min(seconds, 10);
        // A statement that timed out is on a dead way as a rule: the connection is given up rather than asked to cancel.
        settings.CancellationTimeout = -1;
        settings.SearchPath ??= $"{options.Schema},public";
        settings.ApplicationName ??= "kairos";
        // Plans for the values at hand: a plan for any array at all walks the table. To compile a statement takes longer than it does.
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan -c jit=off -c default_transaction_isolation=read\\ committed".TrimStart();
        settings.Enlist = false;
        settings.TargetSessionAttributes = null;
        settings.HostRecheckSeconds = 1;
        return settings;
    }
}
