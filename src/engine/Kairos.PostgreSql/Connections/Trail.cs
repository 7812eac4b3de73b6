using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>In which session work is done that may have to be given up. Left to itself it could still be carried out, long after others went by its not being there.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Trail
{
    private readonly Lock _lock = new();
    private string? _session;
    private bool _left;

    /// <summary>Before anything that counts is sent there. A session before it has answered.</summary>
    /// <exception cref="NpgsqlException">The work was given up meanwhile.</exception>
    public void Enter(NpgsqlConnection connection)
    {
        lock (_lock)
        {
            _session = _left ? throw PgErrors.NotConnected(new OperationCanceledException("it was given up before there was a connection")) : Session.NameOf(connection);
        }
    }

    /// <summary>The work is given up and begins nothing any more.</summary>
    /// <returns>The session in which it may be under way; null where there is none.</returns>
    public string? Leave()
    {
        lock (_lock)
        {
            _left = true;
            return _session;
        }
    }
}
