namespace Kairos.StateSchedules.Sets;

/// <summary>The solution's few tables beside the jobs, append-only. Portable SQL.</summary>
internal static class StateMigrations
{
    internal const string Solution = "states";

    internal static IReadOnlyList<(string Name, string Sql)> All { get; } =
    [
        ("0001_states", """
            create table states_mapping(name text not null primary key, enabled bigint not null, mode text not null,
              batch_rows bigint not null, rows_per_second bigint, pass_rows_per_second bigint, logging text not null,
              cuts text not null, revision bigint not null);
            create table states_pass(id text not null primary key, mapping text not null, kind text not null,
              slices bigint not null, rows_per_second bigint, started_us bigint not null, cancelled bigint not null,
              ended_us bigint);
            create unique index states_pass_open on states_pass(mapping) where ended_us is null;
            create index states_pass_mapping on states_pass(mapping, started_us);
            create table states_pass_slice(pass text not null, slice bigint not null, notes text not null, fault text,
              primary key(pass, slice));
            """),
    ];
}
