using System.Collections.Immutable;
using System.Data.Common;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Reads tables out of SQLite's schema.</summary>
internal static class SqliteCatalog
{
    /// <summary>The remark by which a column is known to be Kairos' own: SQLite keeps a column's definition as it was written.</summary>
    internal const string Mark = "/* Kairos: when this row next changes */";

    internal static async Task<LiveTable?> TableAsync(DbConnection connection, string table, CancellationToken ct)
    {
        (string? schema, string name) = SqlName.Split(table);
        if (schema is not null && !schema.Equals("main", StringComparison.OrdinalIgnoreCase))
        {
            // Triggers of one file can't write into another.
            return null;
        }

        List<(string Name, string Type, string Sql)> found = await connection.ReadAsync(
            "select name, type, coalesce(sql, '') from main.sqlite_master where type in ('table', 'view') and name = @table collate nocase",
            [("table", name)], row => (row.GetString(0), row.GetString(1), row.GetString(2)), ct);
        if (found is not [(var known, var type, var sql)])
        {
            return null;
        }

        List<(LiveColumn Column, int Key)> columns = await ColumnsAsync(connection, known, sql, ct);
        bool isTable = type == "table" && !sql.StartsWith("create virtual", StringComparison.OrdinalIgnoreCase);
        return new LiveTable
        {
            Schema = null,
            Name = known,
            Kind = isTable ? LiveTableKind.Table : LiveTableKind.Other,
            Columns = [.. columns.Select(column => column.Column)],
            Indexes = await IndexesAsync(connection, known, [.. columns.Where(column => column.Key > 0).Select(column => column.Column.Name)], ct),
            Triggers = [.. await connection.ReadAsync("select name from main.sqlite_master where type = 'trigger' and tbl_name = @table collate nocase order by name",
                [("table", known)], row => new LiveTrigger(row.GetString(0), true), ct)],
            Rights = LiveRights.All,
            Size = await SizeAsync(connection, known, ct),
        };
    }

    internal static async Task<ImmutableArray<LiveObject>> ObjectsAsync(DbConnection connection, CancellationToken ct) =>
        [.. await connection.ReadAsync("select name, tbl_name from main.sqlite_master where type = 'trigger' and name like 'kairos\\_%' escape '\\' order by name",
            [], row => new LiveObject(LiveObjectKind.Trigger, row.GetString(0), SqlName.Quote(row.GetString(1))), ct)];

    private static async Task<List<(LiveColumn Column, int Key)>> ColumnsAsync(DbConnection connection, string table, string sql, CancellationToken ct) =>
        await connection.ReadAsync("""select name, type, "notnull", dflt_value is not null or hidden > 0, pk from pragma_table_xinfo(@table)""", [("table", table)], row =>
        {
            string name = row.GetString(0);
            bool ours = sql.Contains($"{SqlName.Quote(name)} {Mark}", StringComparison.Ordinal);
            return (new LiveColumn(name, Affinity(row.GetString(1)), row.GetInt64(2) != 0 || row.GetInt64(4) != 0, row.GetInt64(3) != 0, ours), row.GetInt32(4));
        }, ct);

    private static async Task<ImmutableArray<LiveIndex>> IndexesAsync(DbConnection connection, string table, string[] key, CancellationToken ct)
    {
        List<(string Name, bool Unique, bool Partial)> named = await connection.ReadAsync(
            """select name, "unique", partial from pragma_index_list(@table) order by name""",
            [("table", table)], row => (row.GetString(0), row.GetInt64(1) != 0, row.GetInt64(2) != 0), ct);

        // An integer primary key is the table itself and has no index of its own.
        List<LiveIndex> indexes = key.Length == 0 ? [] : [new LiveIndex("primary key", [.. key], IsUnique: true, IsPartial: false, IsValid: true)];
        foreach ((string name, bool unique, bool partial) in named)
        {
            List<string> columns = await connection.ReadAsync("select coalesce(name, '') from pragma_index_info(@index) order by seqno",
                [("index", name)], row => row.GetString(0), ct);
            indexes.Add(new LiveIndex(name, [.. columns], unique, partial, IsValid: true));
        }

        return [.. indexes];
    }

    private static async Task<LiveSize> SizeAsync(DbConnection connection, string table, CancellationToken ct) =>
        (await connection.ReadAsync(
            $"select (select count(*) from {SqlName.Quote(table)}), (select page_count from pragma_page_count) * (select page_size from pragma_page_size)",
            [], row => new LiveSize(row.GetInt64(0), row.GetInt64(1)), ct))[0];

    // https://sqlite.org/datatype3.html, 3.1; by it "datetime" and "boolean" are numeric, which keeps texts and integers as they are.
    private static string Affinity(string declared)
    {
        bool Has(string part) => declared.Contains(part, StringComparison.OrdinalIgnoreCase);
        return Has("INT") ? "integer"
            : Has("CHAR") || Has("CLOB") || Has("TEXT") ? "text"
            : declared.Length == 0 || Has("BLOB") ? "blob"
            : Has("REAL") || Has("FLOA") || Has("DOUB") ? "real"
            : "numeric";
    }
}
