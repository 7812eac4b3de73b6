using System.Collections.Immutable;
using System.Data.Common;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>Reads tables out of PostgreSQL's catalogue.</summary>
internal static class PostgreSqlCatalog
{
    /// <summary>The comment by which a column is known to be Kairos' own.</summary>
    internal const string Mark = "Kairos: when this row next changes";

    private const string Tables = """
        select c.oid::bigint, n.nspname::text, c.relname::text, c.relkind::text,
               pg_has_role(c.relowner, 'USAGE'), has_table_privilege(c.oid, 'TRIGGER'), has_schema_privilege(n.oid, 'CREATE'),
               c.reltuples::bigint, pg_table_size(c.oid), coalesce(c.reloptions, '{}')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.oid = to_regclass(@table)
        """;

    private const string Columns = """
        select a.attname::text, b.typname::text, a.attnotnull, a.atthasdef or a.attidentity <> '',
               coalesce(col_description(a.attrelid, a.attnum), '') = @mark
        from pg_attribute a
        join pg_type t on t.oid = a.atttypid
        join pg_type b on b.oid = case when t.typbasetype = 0 then t.oid else t.typbasetype end
        where a.attrelid = @oid::oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum
        """;

    private const string Indexes = """
        select i.relname::text,
               array(select coalesce(a.attname, '')::text
                     from unnest(x.indkey::smallint[]) with ordinality k (num, place)
                     left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.num
                     where k.place <= x.indnkeyatts order by k.place),
               x.indisunique, x.indpred is not null, x.indisvalid and x.indisready
        from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam
        where x.indrelid = @oid::oid and m.amname = 'btree'
        order by i.relname
        """;

    private const string Triggers = "select tgname::text, tgenabled in ('O', 'A') from pg_trigger where tgrelid = @oid::oid and not tgisinternal order by tgname";

    // A trigger's function lies in the schema of the status table, wherever the trigger's own table lies.
    private const string Objects = """
        select true, g.tgname::text, format('%I.%I', n.nspname, c.relname)
        from pg_proc p join pg_trigger g on g.tgfoid = p.oid join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where p.pronamespace = to_regnamespace(@schema) and p.proname like 'kairos\_%' and not g.tgisinternal
        union all
        select false, p.proname::text, '' from pg_proc p where p.pronamespace = to_regnamespace(@schema) and p.proname like 'kairos\_%'
        order by 1 desc, 2
        """;

    internal static async Task<int> VersionAsync(DbConnection connection, CancellationToken ct) =>
        (await connection.ReadAsync("select current_setting('server_version_num')::int", [], row => row.GetInt32(0), ct))[0];

    internal static async Task<LiveTable?> TableAsync(DbConnection connection, string table, CancellationToken ct)
    {
        List<(long Oid, LiveTable Table)> found = await connection.ReadAsync(Tables, [("table", SqlName.QuoteTable(table))], Read, ct);
        if (found is not [(var oid, var bare)])
        {
            return null;
        }

        return bare with
        {
            Columns = [.. await connection.ReadAsync(Columns, [("oid", oid), ("mark", Mark)],
                row => new LiveColumn(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4)), ct)],
            Indexes = [.. await connection.ReadAsync(Indexes, [("oid", oid)],
                row => new LiveIndex(row.GetString(0), [.. row.GetFieldValue<string[]>(1)], row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4)), ct)],
            Triggers = [.. await connection.ReadAsync(Triggers, [("oid", oid)], row => new LiveTrigger(row.GetString(0), row.GetBoolean(1)), ct)],
        };
    }

    internal static async Task<ImmutableArray<LiveObject>> ObjectsAsync(DbConnection connection, string? schema, CancellationToken ct) => schema is null
        ? []
        : [.. await connection.ReadAsync(Objects, [("schema", SqlName.Quote(schema))],
            row => new LiveObject(row.GetBoolean(0) ? LiveObjectKind.Trigger : LiveObjectKind.Function, row.GetString(1), row.GetString(2)), ct)];

    private static (long Oid, LiveTable Table) Read(DbDataReader row)
    {
        long rows = row.GetInt64(7);
        return (row.GetInt64(0), new LiveTable
        {
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Kind = row.GetString(3) switch
            {
                "r" => LiveTableKind.Table,
                "p" => LiveTableKind.Partitioned,
                _ => LiveTableKind.Other,
            },
            Rights = new LiveRights(row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6)),
            Size = new LiveSize(rows < 0 ? null : rows, row.GetInt64(8)),
            Options = [.. row.GetFieldValue<string[]>(9)],
            Columns = [],
            Indexes = [],
            Triggers = [],
        });
    }
}
