using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>The connections of a store until the database hangs: those that hang then keep their places, so the next calls get new pools.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Pools : IAsyncDisposable
{
    private readonly NpgsqlMultiHostDataSource _plainHosts;
    private readonly NpgsqlMultiHostDataSource _hotHosts;
    private readonly NpgsqlMultiHostDataSource _impatientHosts;

    public Pools(PostgreSqlStoreOptions options)
    {
        _plainHosts = Settings.BuildNamed(Settings.Plain(options));
        _hotHosts = Settings.Build(Settings.Hot(options));
        _impatientHosts = Settings.BuildNamed(Settings.Impatient(options));
        Plain = _plainHosts.WithTargetSession(TargetSessionAttributes.Primary);
        Hot = _hotHosts.WithTargetSession(TargetSessionAttributes.Primary);
        Impatient = _impatientHosts.WithTargetSession(TargetSessionAttributes.Primary);
    }

    /// <summary>To the primary.</summary>
    public NpgsqlDataSource Plain { get; }

    /// <summary>To the primary, for statements that are planned once a connection.</summary>
    public NpgsqlDataSource Hot { get; }

    /// <summary>The same; there a statement that waits for a lock is soon ended by the server.</summary>
    public NpgsqlDataSource Impatient { get; }

    /// <summary>Forgets which hosts were away a moment ago.</summary>
    public void ForgetHosts()
    {
        _plainHosts.ClearDatabaseStates();
        _hotHosts.ClearDatabaseStates();
        _impatientHosts.ClearDatabaseStates();
    }

    /// <summary>Closes what is idle at once, and what is under way when it comes back.</summary>
    public void Clear()
    {
        _plainHosts.Clear();
        _hotHosts.Clear();
        _impatientHosts.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Impatient.DisposeAsync();
        await _impatientHosts.DisposeAsync();
        await Hot.DisposeAsync();
        await _hotHosts.DisposeAsync();
        await Plain.DisposeAsync();
        await _plainHosts.DisposeAsync();
    }
}
