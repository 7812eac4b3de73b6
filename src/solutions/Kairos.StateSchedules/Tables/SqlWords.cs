using System.Collections.Frozen;

namespace Kairos.StateSchedules.Tables;

/// <summary>Words that are no names unless they are quoted, in PostgreSQL (to version 18) or SQLite.</summary>
internal static class SqlWords
{
    private static readonly FrozenSet<string> s_reserved = """
        add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between bigint binary bit
        boolean both case cast char character check coalesce collate collation column commit concurrently constraint create
        cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal
        default deferrable delete desc distinct do drop else end escape except exclusive exists extract false fetch float for
        foreign freeze from full grant greatest group grouping having ilike in index indexed initially inner inout insert int
        integer intersect interval into is isnull join lateral leading least left like limit localtime localtimestamp national
        natural nchar none normalize not nothing notnull null nullif numeric offset on only or order out outer overlaps overlay
        placing position precision primary real references returning right row select session_user set setof similar smallint
        some substring symmetric system_user table tablesample then time timestamp to trailing transaction treat trim true union
        unique update user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement
        xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    internal static bool IsReserved(string word) => s_reserved.Contains(word);
}
