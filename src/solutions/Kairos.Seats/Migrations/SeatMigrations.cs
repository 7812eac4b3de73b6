namespace Kairos.Seats.Migrations;

/// <summary>The solution's few tables, append-only. Portable SQL: a bytea in SQLite is a name without meaning.</summary>
internal static class SeatMigrations
{
    internal const string Solution = "seats";

    internal static IReadOnlyList<(string Name, string Sql)> All { get; } =
    [
        ("0001_catalogue", """
            create table seats_school(code text not null primary key, name text not null, zone text not null,
              opens_at text not null, mode text not null);
            create table seats_room(id bigint not null primary key, school text not null, name text not null,
              floor text not null, seat_count integer not null);
            create index seats_room_school on seats_room(school);
            create table seats_seat(room bigint not null, number integer not null, place text not null,
              primary key(room, number));
            """),
        ("0002_users", """
            create table seats_session(owner text not null, school text not null, sealed bytea not null,
              stored_us bigint not null, primary key(owner, school));
            create table seats_wish(owner text not null primary key, school text not null, opens_us bigint not null,
              room bigint not null, seat integer not null);
            create index seats_wish_seat on seats_wish(school, room, seat, opens_us);
            create table seats_command(id text not null primary key, at_us bigint not null, owner text not null,
              verb text, accepted integer not null, code text, text text not null);
            create index seats_command_owner on seats_command(owner, at_us);
            """),
        ("0003_revision", "alter table seats_school add column revision bigint not null default 0"),
    ];
}
