using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>Opens one connection to the primary, for whoever keeps it.</summary>
internal sealed class LoneSource : IDisposable
{
    private readonly NpgsqlMultiHostDataSource _hosts;
    private readonly NpgsqlDataSource _primary;

    /// <param name="options">Of the store.</param>
    /// <param name="answerWithin">A question without an answer for so long is given up, and that may take as long again.</param>
    public LoneSource(PostgreSqlStoreOptions options, TimeSpan answerWithin)
    {
        _hosts = Settings.Build(Settings.Alone(options, answerWithin));
        _primary = _hosts.WithTargetSession(TargetSessionAttributes.Primary);
    }

    /// <summary>Blocks.</summary>
    public NpgsqlConnection Open()
    {
        _hosts.ClearDatabaseStates();
        return _primary.OpenConnection();
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        _hosts.ClearDatabaseStates();
        return _primary.OpenConnectionAsync(ct);
    }

    public void Dispose()
    {
        _primary.Dispose();
        _hosts.Dispose();
    }
}
