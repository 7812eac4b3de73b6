using Dapper;
using Kairos.Seats.Commands;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Seats.Desk;

/// <summary>First candidates of live grabs, so that the second user to want a seat can be told.</summary>
internal sealed class Wishes(ISideTables tables)
{
    /// <summary>Notes a user's first candidate and says whether another user wants the same seat at the same opening.</summary>
    internal async ValueTask<bool> NoteAsync(string owner, string school, Instant opens, Candidate first, CancellationToken ct) =>
        await tables.WriteAsync(
            c =>
            {
                c.Execute(
                    "insert into seats_wish(owner, school, opens_us, room, seat) values(@owner, @school, @opens, @Room, @Seat) on conflict(owner) do update set school = excluded.school, opens_us = excluded.opens_us, room = excluded.room, seat = excluded.seat",
                    new { owner, school, opens = opens.Micros, first.Room, first.Seat });
                return first is { Room: > 0, Seat: > 0 } && c.ExecuteScalar<long>(
                    "select count(*) from seats_wish where school = @school and room = @Room and seat = @Seat and opens_us = @opens and owner <> @owner",
                    new { owner, school, opens = opens.Micros, first.Room, first.Seat }) > 0;
            },
            ct);

    /// <summary>Forgets a user's wish.</summary>
    internal async ValueTask ForgetAsync(string owner, CancellationToken ct) =>
        await tables.WriteAsync(c => c.Execute("delete from seats_wish where owner = @owner", new { owner }), ct);
}
