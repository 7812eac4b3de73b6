using System.Data;
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
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_mostToEnd = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly Silence _silence;
    private readonly TimeProvider _time;

    public Database(PostgreSqlStoreOptions options, TimeProvider time)
    {
        Options = options;
        _time = time;
        _silence = new Silence(options);
        NpgsqlConnectionStringBuilder settings = Settings.Plain(options);
        Place = $"PostgreSQL at {settings.Host}:{settings.Port}/{settings.Database}";
        foreach (string resource in typeof(Database).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Sql/", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(resource);
            _statements.Add(name, InSchema(WithoutHead(EmbeddedSql.Statement(typeof(Database).Assembly, name))));
        }
    }

    public PostgreSqlStoreOptions Options { get; }

    /// <summary>Where it is, for people: no user, no password.</summary>
    public string Place { get; }

    public string this[string statement] => _statements[statement];

    /// <summary>Statements name the default schema; here they are in the store's own.</summary>
    public string InSchema(string sql) => Options.Schema + "." == DefaultSchema ? sql : sql.Replace(DefaultSchema, Options.Schema + ".", StringComparison.Ordinal);

    /// <summary>A statement by itself: it is its own transaction.</summary>
    public NpgsqlCommand Command(string statement) => _silence.Pools.Plain.CreateCommand(_statements[statement]);

    /// <summary>A statement by itself that is in no file.</summary>
    public NpgsqlCommand CommandOf(string sql) => _silence.Pools.Plain.CreateCommand(InSchema(sql));

    /// <summary>A statement that runs all the time, planned once a connection: it is to have one good plan for all arguments.</summary>
    public NpgsqlCommand HotCommand(string statement) => _silence.Pools.Hot.CreateCommand(_statements[statement]);

    public NpgsqlCommand Command(string statement, NpgsqlConnection connection) => new(_statements[statement], connection);

    /// <summary>A connection for such statements that does not wait long for locks: see <see cref="PgErrors.IsLocked"/>.</summary>
    public ValueTask<NpgsqlConnection> OpenImpatientAsync() => OpenAsync(_silence.Pools.Impatient);

    /// <summary>A connection to the primary. When it fails, it says so in a way that tells it from a statement that fails.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync() => OpenAsync(_silence.Pools.Plain);

    /// <summary>What the transaction on this connection has read is on the standbys too when its commit has an answer.</summary>
    public async ValueTask ConfirmAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand confirm = Command("confirm", connection);
        await confirm.ExecuteNonQueryAsync();
    }

    /// <summary>Returns when work that was given up can do nothing any more: its session has ended, and what it has committed is seen.</summary>
    /// <exception cref="StoreUnavailableException">It is at its commit, or the database can't be asked.</exception>
    public async ValueTask EndAsync(Trail trail, TimeSpan within)
    {
        if (trail.Leave() is not { } session)
        {
            return;
        }

        _ = await RunAsync(
            async () =>
            {
                await using NpgsqlCommand end = Command("session_end");
                end.Parameters.Text(session).Long((long)Math.Min(s_mostToEnd.TotalMilliseconds, within.TotalMilliseconds / 2));
                bool ended = (await end.AllAsync(static row => row.GetBoolean(0))).TrueForAll(static each => each);
                return ended ? true : throw new TimeoutException("what was given up is at its commit still");
            },
            within,
            CancellationToken.None);
    }

    /// <summary>Does what may be done twice: again where the server undid it for a moment's reason, else it is told. Answered within <see cref="PostgreSqlStoreOptions.AnswerWithin"/>.</summary>
    /// <param name="work">Whole in itself: one statement, or one transaction.</param>
    /// <param name="ct">Gives up before it begins, not later.</param>
    public ValueTask<T> RunAsync<T>(Func<ValueTask<T>> work, CancellationToken ct) => RunAsync(work, Options.AnswerWithin, ct);

    /// <summary>The same within another time.</summary>
    public ValueTask<T> RunAsync<T>(Func<ValueTask<T>> work, TimeSpan within, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return TellingAsync(() => _silence.EndAsync(() => RepeatAsync(work), within, patiently: false));
    }

    /// <summary>The same for what may take any time: it is given up when the database answers others no more either.</summary>
    public ValueTask<T> RunPatientlyAsync<T>(Func<ValueTask<T>> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return TellingAsync(() => _silence.EndAsync(() => RepeatAsync(work), Options.AnswerWithin, patiently: true));
    }

    /// <summary>Runs work in one transaction; it is rolled back when the work throws, or says so.</summary>
    /// <param name="work">Gives the result, and whether to commit.</param>
    /// <param name="ct">Gives up before it begins.</param>
    public ValueTask<T> InTransactionAsync<T>(Func<NpgsqlConnection, ValueTask<(T Result, bool Commit)>> work, CancellationToken ct) =>
        InTransactionAsync(work, Options.AnswerWithin, ct);

    /// <summary>The same within another time.</summary>
    public ValueTask<T> InTransactionAsync<T>(Func<NpgsqlConnection, ValueTask<(T Result, bool Commit)>> work, TimeSpan within, CancellationToken ct) =>
        RunAsync(() => TransactAsync(OpenAsync, work, IsolationLevel.ReadCommitted, patiently: false), within, ct);

    /// <summary>The same where locks are not waited for long.</summary>
    public ValueTask<T> InImpatientTransactionAsync<T>(Func<NpgsqlConnection, ValueTask<(T Result, bool Commit)>> work, TimeSpan within, CancellationToken ct) =>
        RunAsync(() => TransactAsync(OpenImpatientAsync, work, IsolationLevel.ReadCommitted, patiently: false), within, ct);

    /// <summary>The same for what may take any time.</summary>
    public ValueTask<T> InLongTransactionAsync<T>(Func<NpgsqlConnection, ValueTask<(T Result, bool Commit)>> work, CancellationToken ct, IsolationLevel level = IsolationLevel.ReadCommitted) =>
        RunPatientlyAsync(() => TransactAsync(OpenAsync, work, level, patiently: true), ct);

    public ValueTask DisposeAsync() => _silence.DisposeAsync();

    /// <summary>Makes connections that are kept, and are to be lost quickly: beats, calls.</summary>
    public LoneSource Alone(TimeSpan answerWithin) => new(Options, answerWithin);

    private static async ValueTask<T> TransactAsync<T>(
        Func<ValueTask<NpgsqlConnection>> open, Func<NpgsqlConnection, ValueTask<(T Result, bool Commit)>> work, IsolationLevel level, bool patiently)
    {
        await using NpgsqlConnection connection = await open();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(level, CancellationToken.None);
        if (patiently)
        {
            await using NpgsqlCommand unlimited = new("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0", connection);
            await unlimited.ExecuteNonQueryAsync(CancellationToken.None);
        }

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
    }

    private async ValueTask<T> TellingAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (PgErrors.IsUnavailable(e))
        {
            throw PgErrors.Unavailable(e, Place);
        }
    }

    private async ValueTask<T> RepeatAsync<T>(Func<ValueTask<T>> work)
    {
        TimeSpan pause = s_firstPause;
        bool again = false;
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (PgErrors.IsWorthConnectingAgain(e) && !again)
            {
                again = true;
                _silence.Pools.ForgetHosts();
            }
            catch (Exception e) when (PgErrors.IsWorthRepeating(e) && tries < MostTries)
            {
                await Task.Delay(pause, _time, CancellationToken.None);
                pause *= 2;
            }
            catch (Exception e) when (PgErrors.IsCutOff(e))
            {
                _silence.Pools.Clear();
                throw;
            }
        }
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

    // What is said of a statement stays here: it need not be sent each time, and a COPY has to begin with itself.
    private static string WithoutHead(string sql) => string.Join('\n', sql.Split('\n').SkipWhile(static line => line.StartsWith("--", StringComparison.Ordinal)));
}
