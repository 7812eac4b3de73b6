namespace Kairos.Lab.Databases;

/// <summary>How a private PostgreSQL is set up.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>In PostgreSQL's own words for sizes.</summary>
    public string SharedBuffers { get; init; } = "128MB";

    public int MaxConnections { get; init; } = 200;

    /// <summary>Off only for what never asks whether a commit is durable: the store refuses such a server.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Lines of postgresql.conf beyond these, by name; they have the last word.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
