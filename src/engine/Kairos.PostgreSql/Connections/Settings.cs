using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>How connections are made, and how each session behaves.</summary>
internal static class Settings
{
    // Two that claim, two that end, one that marks.
    private const int HotConnections = 5;

    // Two that submit.
    private const int ImpatientConnections = 2;
    private const string Impatience = " -c lock_timeout=250";

    // Planning takes 2 of the 14 ms of 500 ends, and is the same each time. A plan made once, while the table was empty, could
    // be a walk over it for ever after: so none is to be one, and these statements leave no choice (complete_once.sql).
    // Thousands of ends on their way from the jobs into the record do not go through a file.
    private const string HotPlans = " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_memoize=off -c work_mem=16MB";

    // A host that is away is asked again after so long; where none is left, at once.
    private const int RecheckSeveral = 10;
    private const int RecheckOne = 3_600;

    // Of a way that is dead without a word both sides learn within 20 s: the server lets go of its locks, we of our connection.
    private const int KeepAliveAfter = 10;
    private const int KeepAliveEach = 3;
    private const string ServerKeepAlive = " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3";
    private static readonly TimeSpan s_mostToConnect = TimeSpan.FromSeconds(5);

    /// <summary>Connections for statements of all sorts.</summary>
    public static NpgsqlConnectionStringBuilder Plain(PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings = Common(options);
        settings.MaxPoolSize = options.MostConnections - HotConnections - ImpatientConnections;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, settings.MaxPoolSize);
        return settings;
    }

    /// <summary>Connections for the statements that run all the time, planned once each.</summary>
    public static NpgsqlConnectionStringBuilder Hot(PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings = Common(options);
        (settings.MinPoolSize, settings.MaxPoolSize) = (0, HotConnections);
        settings.Options += HotPlans;
        return settings;
    }

    /// <summary>The same for what is done for many together, who are not to wait long for the locks of a few.</summary>
    public static NpgsqlConnectionStringBuilder Impatient(PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings = Hot(options);
        settings.MaxPoolSize = ImpatientConnections;
        settings.Options += Impatience;
        return settings;
    }

    /// <summary>One connection that is to be lost quickly: beats, calls.</summary>
    /// <remarks>
    /// Npgsql follows a timeout with a request to cancel, over a second connection and blocking, for as long as it may take to
    /// connect: a question is given up after twice this time.
    /// </remarks>
    public static NpgsqlConnectionStringBuilder Alone(PostgreSqlStoreOptions options, TimeSpan answerWithin)
    {
        NpgsqlConnectionStringBuilder settings = Common(options);
        settings.CommandTimeout = settings.Timeout = Seconds(answerWithin);
        (settings.MinPoolSize, settings.MaxPoolSize) = (0, 1);
        // A beat looks whether dead nodes hold jobs: on a table that was filled and not analyzed yet that would be a walk.
        settings.Options += " -c enable_seqscan=off";
        return settings;
    }

    /// <summary>A pool of sessions that can be ended by name.</summary>
    public static NpgsqlMultiHostDataSource BuildNamed(NpgsqlConnectionStringBuilder settings) => Build(settings, Session.AddTo);

    public static NpgsqlMultiHostDataSource Build(NpgsqlConnectionStringBuilder settings) => Build(settings, static _ => { });

    private static NpgsqlMultiHostDataSource Build(NpgsqlConnectionStringBuilder settings, Action<NpgsqlSlimDataSourceBuilder> more)
    {
        NpgsqlSlimDataSourceBuilder builder = new(settings.ConnectionString);
        more(builder);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        // Each pool would ask for all types of the database when it begins; ours are those that every database has.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        return builder.BuildMultiHost();
    }

    private static NpgsqlConnectionStringBuilder Common(PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings = new(options.ConnectionString);
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        // Nothing is left behind on a connection that would have to be reset.
        settings.NoResetOnClose = true;
        // A third, at most 5 s: so there is time for the host after one that is dead, and for the statement.
        settings.Timeout = Seconds(TimeSpan.FromTicks(Math.Min(options.AnswerWithin.Ticks / 3, s_mostToConnect.Ticks)));
        // None. It would be followed by a request to cancel, and that has a COMMIT succeed that waits for its standby: what was
        // acknowledged would not be there after a failover. The server ends what takes long, and whoever waits gives up: Database.
        settings.CommandTimeout = 0;
        settings.CancellationTimeout = -1;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = KeepAliveAfter;
        settings.TcpKeepAliveInterval = KeepAliveEach;
        settings.SearchPath ??= $"{options.Schema},public";
        settings.ApplicationName ??= "kairos";
        // Plans for the values at hand: a plan for any array at all walks the table. To compile a statement takes longer than it does.
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_custom_plan -c jit=off -c default_transaction_isolation=read\\ committed{Limits(options)}".TrimStart();
        settings.Enlist = false;
        settings.TargetSessionAttributes = null;
        settings.HostRecheckSeconds = settings.Host?.Contains(',', StringComparison.Ordinal) == true ? RecheckSeveral : RecheckOne;
        return settings;
    }

    // Earlier than we give up: then it is known that nothing was written. A commit is past both limits.
    private static string Limits(PostgreSqlStoreOptions options)
    {
        long limit = (long)(options.AnswerWithin.TotalMilliseconds * 0.8);
        return FormattableString.Invariant($" -c statement_timeout={limit} -c idle_in_transaction_session_timeout={limit}{ServerKeepAlive}");
    }

    private static int Seconds(TimeSpan span) => Math.Max(1, (int)Math.Ceiling(span.TotalSeconds));
}
