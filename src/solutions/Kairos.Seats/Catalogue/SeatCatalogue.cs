using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;
using Kairos.Stores;

namespace Kairos.Seats.Catalogue;

/// <summary>What is known of schools, rooms and seat maps. Read from memory; nothing is crawled silently.</summary>
/// <remarks>Where nodes share the store, each has it in its own memory, and learns by the revision of a school what another one changed.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class SeatCatalogue(ISideTables tables)
{
    private readonly ConcurrentDictionary<string, SchoolEntry> _schools = new(StringComparer.Ordinal);

    /// <summary>A school; null when it is unknown here.</summary>
    public School? Find(string code) => _schools.GetValueOrDefault(code)?.School;

    /// <summary>All schools by code.</summary>
    public IReadOnlyList<School> Schools => [.. _schools.Values.Select(e => e.School).OrderBy(s => s.Code, StringComparer.Ordinal)];

    /// <summary>The rooms of a school by id; empty when it is unknown.</summary>
    public ImmutableArray<Room> Rooms(string code) => _schools.GetValueOrDefault(code)?.Rooms ?? [];

    /// <summary>The coordinate under which the venue books a seat; null when the map does not have the number.</summary>
    public string? Place(int room, int seat) =>
        _schools.Values.Select(e => e.Places.GetValueOrDefault(new RoomSeat(room, seat))).FirstOrDefault(p => p is not null);

    /// <summary>Reads into memory what is not there as it is stored: at the start everything, later what other nodes changed.</summary>
    public async ValueTask LoadAsync(CancellationToken ct)
    {
        IReadOnlyList<(string Code, long Revision)> stored = await tables.ReadAsync(c => c.Query<(string, long)>("select code, revision from seats_school").AsList(), ct);
        foreach ((string code, long revision) in stored)
        {
            if (_schools.GetValueOrDefault(code)?.Revision != revision)
            {
                await ReloadAsync(code, ct);
            }
        }
    }

    /// <summary>A school; one that is not in memory may have been added by another node a moment ago. Null when it is unknown.</summary>
    public async ValueTask<School?> LookUpAsync(string code, CancellationToken ct)
    {
        if (!_schools.ContainsKey(code))
        {
            await LoadAsync(ct);
        }

        return Find(code);
    }

    /// <summary>Stores what the venue shows of a school, in the place of what was known. Opening, zone and mode that an operator set stay.</summary>
    public async ValueTask StoreAsync(VenueSchool school, IReadOnlyList<VenueRoom> rooms, CancellationToken ct)
    {
        await tables.WriteAsync(
            c =>
            {
                c.Execute(
                    "insert into seats_school(code, name, zone, opens_at, mode) values(@Code, @Name, @Zone, @OpensAt, @Mode) on conflict(code) do update set name = excluded.name, revision = seats_school.revision + 1",
                    new { school.Code, school.Name, school.Zone, OpensAt = Text(school.OpensAt), Mode = Text(school.Mode) });
                c.Execute("delete from seats_seat where room in (select id from seats_room where school = @Code)", new { school.Code });
                c.Execute("delete from seats_room where school = @Code", new { school.Code });
                foreach (VenueRoom room in rooms)
                {
                    StoreRoom(c, school.Code, room);
                }

                return 0;
            },
            ct);
        await ReloadAsync(school.Code, ct);
    }

    /// <summary>Sets what an operator decides; null leaves a value as it is. False when the school is unknown.</summary>
    public async ValueTask<bool> SetAsync(string code, SchoolChange change, CancellationToken ct)
    {
        int rows = await tables.WriteAsync(
            c => c.Execute(
                "update seats_school set name = coalesce(@Name, name), zone = coalesce(@Zone, zone), opens_at = coalesce(@OpensAt, opens_at), mode = coalesce(@Mode, mode), revision = revision + 1 where code = @code",
                new { code, change.Name, change.Zone, OpensAt = change.OpensAt is { } t ? Text(t) : null, Mode = change.Mode is { } m ? Text(m) : null }),
            ct);
        if (rows > 0)
        {
            await ReloadAsync(code, ct);
        }

        return rows > 0;
    }

    /// <summary>Takes in what is known of a school, in memory alone.</summary>
    internal void Know(School school, ImmutableArray<Room> rooms, IReadOnlyDictionary<RoomSeat, string> places) =>
        _schools[school.Code] = new SchoolEntry(school, rooms, places, Revision: 0);

    private static void StoreRoom(DbConnection c, string school, VenueRoom room)
    {
        c.Execute(
            "insert into seats_room(id, school, name, floor, seat_count) values(@Id, @school, @Name, @Floor, @SeatCount)",
            new { room.Id, school, room.Name, room.Floor, room.SeatCount });
        foreach (VenueSeat seat in room.Seats)
        {
            c.Execute("insert into seats_seat(room, number, place) values(@room, @Number, @Place)", new { room = room.Id, seat.Number, seat.Place });
        }
    }

    private async ValueTask ReloadAsync(string code, CancellationToken ct) => _schools[code] = await tables.ReadAsync(
        c =>
        {
            (string name, string zone, string opensAt, string mode, long revision) = c.QuerySingle<(string, string, string, string, long)>(
                "select name, zone, opens_at, mode, revision from seats_school where code = @code", new { code });
            School school = new()
            {
                Code = code,
                Name = name,
                Zone = zone,
                OpensAt = TimeOnly.ParseExact(opensAt, "HH:mm:ss", CultureInfo.InvariantCulture),
                Mode = mode == "today" ? SeatMode.Today : SeatMode.Tomorrow,
            };
            ImmutableArray<Room> rooms =
            [
                .. c.Query<(long Id, string Name, string Floor, long Seats)>("select id, name, floor, seat_count from seats_room where school = @code order by id", new { code })
                    .Select(r => new Room((int)r.Id, code, r.Name, r.Floor, (int)r.Seats)),
            ];
            Dictionary<RoomSeat, string> places = c
                .Query<(long Room, long Number, string Place)>("select s.room, s.number, s.place from seats_seat s join seats_room r on r.id = s.room where r.school = @code", new { code })
                .ToDictionary(s => new RoomSeat((int)s.Room, (int)s.Number), s => s.Place);
            return new SchoolEntry(school, rooms, places, revision);
        },
        ct);

    private static string Text(TimeOnly time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(SeatMode mode) => mode == SeatMode.Today ? "today" : "tomorrow";

    private sealed record SchoolEntry(School School, ImmutableArray<Room> Rooms, IReadOnlyDictionary<RoomSeat, string> Places, long Revision);
}

/// <summary>What an operator sets of a school.</summary>
public sealed record SchoolChange(string? Name, string? Zone, TimeOnly? OpensAt, SeatMode? Mode);
