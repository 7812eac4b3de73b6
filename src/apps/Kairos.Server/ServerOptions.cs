namespace Kairos.Server;

/// <summary>How a server is run.</summary>
public sealed record ServerOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; } = 7070;

    /// <summary>The SQLite file.</summary>
    public string Database { get; init; } = "kairos.db";

    /// <summary>The key file for sealed secrets; by default beside the database.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The venue that seats are grabbed at; null leaves the seats solution out.</summary>
    public Seats.Venues.VenueOptions? Venue { get; init; }

    /// <summary>What is logged to the console, from this level on.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    internal string KeyPath => KeyFile ?? Path.ChangeExtension(Database, ".key");
}
