using Kairos.PostgreSql;
using Kairos.StateSchedules.Mapping;

namespace Kairos.Server;

/// <summary>How a server is run.</summary>
public sealed record ServerOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; } = 7070;

    /// <summary>The SQLite file, where <see cref="PostgreSql"/> is not given.</summary>
    public string Database { get; init; } = "kairos.db";

    /// <summary>The PostgreSQL database, which any number of servers may share; null keeps jobs in SQLite.</summary>
    public PostgreSqlStoreOptions? PostgreSql { get; init; }

    /// <summary>What people call this server among those that share the store; null is host and process.</summary>
    public string? NodeName { get; init; }

    /// <summary>
    /// The key file for sealed secrets; by default beside the SQLite file, or <c>kairos.key</c> in the working folder.
    /// Servers that share a store need the same keys: what one has sealed the others open.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>The venue that seats are grabbed at; null leaves the seats solution out.</summary>
    public Seats.Venues.VenueOptions? Venue { get; init; }

    /// <summary>The tables whose status is kept true, each with a name of its own; none leaves state schedules out.</summary>
    public IReadOnlyList<StateMapping> States { get; init; } = [];

    /// <summary>What is logged to the console, from this level on.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    internal string KeyPath => KeyFile ?? (PostgreSql is null ? Path.ChangeExtension(Database, ".key") : "kairos.key");
}
