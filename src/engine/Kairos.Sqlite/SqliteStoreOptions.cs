namespace Kairos.Sqlite;

/// <summary>Where an embedded store keeps its file, and when it tidies up.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>
    /// The database file; made when it is not there, readable by its user alone. Beside it live <c>-wal</c>, <c>-shm</c>
    /// and <c>.lock</c>. It has to be on a local disk: write-ahead logging and locks do not work over a network.
    /// Required unless <see cref="Temporary"/> is set.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// For tests: a private file in the temporary folder that is never synced and goes away with the store. All else is
    /// as with a file of one's own, which a shared in-memory database would not be (it locks whole tables).
    /// </summary>
    public bool Temporary { get; init; }

    /// <summary>
    /// The write-ahead log is copied into the database when it has grown by this much. 16 MiB: a copy then takes about
    /// 10 to 40 ms, during which no write goes on, some twice a second under full load. 64 KiB at least.
    /// </summary>
    public long CheckpointBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>It is copied too when nothing was written for this long, so that a start after a crash is short. 500 ms.</summary>
    public TimeSpan CheckpointIdle { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Reading connections. SQLite has no asynchronous reads, so a reader holds its thread: 4 at once leave the pool the
    /// rest. 1 to 64.
    /// </summary>
    public int Readers { get; init; } = 4;

    /// <exception cref="ArgumentException">A value is missing or out of its range; the message says which.</exception>
    internal static SqliteStoreOptions Checked(SqliteStoreOptions options)
    {
        string? complaint = options switch
        {
            { Path: "", Temporary: false } => "give Path, the database file, or set Temporary for a store that is gone when closed",
            { Path: not "", Temporary: true } => "a temporary store chooses its own file: leave out Path or Temporary",
            { CheckpointBytes: < 64 * 1024 } => "CheckpointBytes has to be 64 KiB at least",
            _ when options.CheckpointIdle <= TimeSpan.Zero => "CheckpointIdle has to be above zero",
            { Readers: < 1 or > 64 } => "Readers has to be 1 to 64",
            _ => null,
        };
        return complaint is null ? options : throw new ArgumentException($"SqliteStoreOptions: {complaint}.", nameof(options));
    }
}
