namespace Kairos.Cli.Rehearse;

/// <summary>How a rehearsal of the seats solution is set up.</summary>
internal sealed record SeatsRehearsalOptions
{
    /// <summary>Commands, one a line; null makes them from the seed.</summary>
    public string? CommandsFile { get; init; }

    public int Students { get; init; } = 200;

    public int Seed { get; init; } = 1;

    /// <summary>From when both processes answer to the venue's opening; the venue rounds it up to a whole second of its clock.</summary>
    public TimeSpan Opening { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The venue's clock minus ours. The server is not told.</summary>
    public TimeSpan VenueOffset { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>The round trip to the venue.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(10);

    public int Rivals { get; init; } = 50;

    /// <summary>The servers keep their jobs in PostgreSQL; else in a SQLite file.</summary>
    public bool InPostgres { get; init; }

    /// <summary>A database that is there, in which a schema is made and dropped; null starts a server of its own.</summary>
    public string? Connection { get; init; }

    /// <summary>Servers on that database. Of several one is killed 2 s before the opening.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Requests per second over all students; null takes the venue's default, which admits the burst.</summary>
    public double? Budget { get; init; }
}
