using Npgsql;

namespace Kairos.PostgreSql;

/// <summary>Which database a store is in, and how long it keeps what.</summary>
public sealed record PostgreSqlStoreOptions
{
    // PostgreSQL has 63 bytes for a name, and the channels of calls are named after the schema.
    private const int LongestSchema = 50;

    /// <summary>
    /// An Npgsql connection string, for example <c>Host=db;Database=app;Username=kairos;Password=…</c>. Several hosts
    /// (<c>Host=db1,db2</c>) are tried in turn; only a primary is worked on. Required.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema of the tables, made when it is not there: lower-case letters, digits and underscores.</summary>
    public string Schema { get; init; } = "kairos";

    /// <summary>How long the record keeps runs, by whole days of their due instant; null keeps them for ever.</summary>
    public TimeSpan? KeepRuns { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Kinds whose runs are kept longer than <see cref="KeepRuns"/>, and how long.</summary>
    public IReadOnlyDictionary<string, TimeSpan> KeepRunsOf { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The most connections of this store at once, besides two for beats and calls.</summary>
    public int MostConnections { get; init; } = 20;

    /// <summary>Each call has its answer by then, be it that the database gives none: it hangs, or the way to it. A second at least.</summary>
    /// <remarks>
    /// By the monotonic clock of this machine. A third of it, at most 5 s, is for a connection. What may take any time (a bulk
    /// submit, migrations, upkeep, work in solutions' tables) is given up when the database answers nobody else for so long.
    /// </remarks>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the opening of a store waits for a database that is away, or is just starting: zero does not, and
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits for ever, as nodes should. What waiting can't mend ends it at once:
    /// a wrong password, a database that does not exist, unsafe settings, a schema of a newer program.
    /// </summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.Zero;

    /// <summary>Brings the schema up to date when the store is opened; otherwise a schema that is not is refused, and <c>kairos migrate up</c> is needed.</summary>
    public bool Migrate { get; init; } = true;

    /// <summary>For tests: cluster time is this provider's instead of the database's.</summary>
    internal TimeProvider? Clock { get; init; }

    internal static PostgreSqlStoreOptions Checked(PostgreSqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new ArgumentException("A connection string is missing: give one, for example Host=127.0.0.1;Database=kairos;Username=kairos.", nameof(options));
        }

        if (options.Schema.Length is 0 or > LongestSchema || !options.Schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') || char.IsAsciiDigit(options.Schema[0]))
        {
            throw new ArgumentException($"'{options.Schema}' can't be the schema: use at most {LongestSchema} lower-case letters, digits and underscores, a letter first.", nameof(options));
        }

        if (options.MostConnections < 10 || options.AnswerWithin < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException($"{options.MostConnections} connections and answers within {options.AnswerWithin} are too few: 10 and a second at least.", nameof(options));
        }

        if (options.OpenWithin < TimeSpan.Zero && options.OpenWithin != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException($"{nameof(OpenWithin)} is {options.OpenWithin}: zero does not wait for a database that is away, {nameof(Timeout)}.{nameof(Timeout.InfiniteTimeSpan)} waits for ever.", nameof(options));
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Not the text itself: it may hold a password.
            throw new ArgumentException($"The connection string can't be read: {e.Message}", nameof(options), e);
        }

        return options;
    }
}
