namespace Kairos.Sqlite.Connections;

/// <summary>The statements and migrations that this assembly carries.</summary>
internal static class SqlText
{
    private const string MigrationRoom = "Migrations/";

    /// <summary>The text of <c>Sql/{name}.sql</c>.</summary>
    public static string Statement(string name) => Read($"Sql/{name}.sql");

    /// <summary>The migrations, oldest first.</summary>
    public static IReadOnlyList<(string Name, string Sql)> Migrations() =>
    [
        .. typeof(SqlText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(MigrationRoom, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (Path.GetFileNameWithoutExtension(name), Read(name))),
    ];

    private static string Read(string resource)
    {
        using Stream stream = typeof(SqlText).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly carries no {resource}: it was built without it.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
