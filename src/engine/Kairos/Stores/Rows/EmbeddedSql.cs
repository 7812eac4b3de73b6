using System.Reflection;

namespace Kairos.Stores.Rows;

/// <summary>The statements and migrations that a store's assembly carries.</summary>
internal static class EmbeddedSql
{
    private const string MigrationRoom = "Migrations/";

    /// <summary>The text of <c>Sql/{name}.sql</c>.</summary>
    public static string Statement(Assembly store, string name) => Read(store, $"Sql/{name}.sql");

    /// <summary>The migrations, oldest first.</summary>
    public static IReadOnlyList<(string Name, string Sql)> Migrations(Assembly store) =>
    [
        .. store.GetManifestResourceNames()
            .Where(name => name.StartsWith(MigrationRoom, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (Path.GetFileNameWithoutExtension(name), Read(store, name))),
    ];

    private static string Read(Assembly store, string resource)
    {
        using Stream stream = store.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly carries no {resource}: it was built without it.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
