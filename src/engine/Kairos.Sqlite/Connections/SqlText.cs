using Kairos.Stores.Rows;

namespace Kairos.Sqlite.Connections;

/// <summary>The statements and migrations of SQLite.</summary>
internal static class SqlText
{
    public static string Statement(string name) => EmbeddedSql.Statement(typeof(SqlText).Assembly, name);

    public static IReadOnlyList<(string Name, string Sql)> Migrations() => EmbeddedSql.Migrations(typeof(SqlText).Assembly);
}
