using Kairos.StateSchedules.Tests.Units;
using Npgsql;

namespace Kairos.Crash.Tests.States;

/// <summary>A trigger of the user's own that takes down each write of a unit's status and next change.</summary>
internal static class FlipAudit
{
    internal static Task InstallAsync(UnitTables units) => units.RunAsync("""
        create table audit (n bigserial primary key, id bigint not null, at timestamptz not null, was int not null, status int not null, next_is_same boolean not null);
        create function take_down() returns trigger language plpgsql as $$ begin
          insert into audit (id, at, was, status, next_is_same) values (new.id, clock_timestamp(), old.status, new.status, new.next_change is not distinct from old.next_change);
          return null;
        end $$;
        create trigger take_down after update on unit_status for each row execute function take_down();
        """);

    /// <summary>All writes of each unit, in their order.</summary>
    internal static async Task<ILookup<long, UnitWrite>> ReadAsync(NpgsqlDataSource source)
    {
        await using NpgsqlCommand all = source.CreateCommand($"select id, {UnitTables.Micros("at")}, was, status, next_is_same from audit order by n");
        await using NpgsqlDataReader reader = await all.ExecuteReaderAsync();
        List<UnitWrite> writes = [];
        while (await reader.ReadAsync())
        {
            writes.Add(new UnitWrite(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetBoolean(4)));
        }

        return writes.ToLookup(static write => write.Id);
    }
}

/// <summary>One write.</summary>
/// <param name="Id">Of the unit.</param>
/// <param name="At">By the database's clock, in microseconds since 1970 UTC.</param>
/// <param name="Was">The status before.</param>
/// <param name="Status">The status it wrote.</param>
/// <param name="NextIsSame">The next change was written as it was before.</param>
internal sealed record UnitWrite(long Id, long At, long Was, long Status, bool NextIsSame)
{
    internal bool IsFlip => Was != Status;
}
