using System.Data.Common;
using System.Text.Json;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.StateSchedules.Passes;

/// <summary>Which passes there are, and how their slices ended: beside the jobs, which are gone when they have.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class PassStore(ISideTables tables)
{
    private const string Columns = "select id, mapping, kind, slices, rows_per_second, started_us, cancelled, ended_us from states_pass";

    /// <summary>Begins a pass; false when one of this mapping is open.</summary>
    internal async ValueTask<bool> TryStartAsync(PassRow pass, CancellationToken ct) => await tables.WriteAsync(
        c => SideCommand.Run(
            c,
            """
            insert into states_pass(id, mapping, kind, slices, rows_per_second, started_us, cancelled)
            values(@id, @mapping, @kind, @slices, @rows, @started, 0) on conflict do nothing
            """,
            ("id", pass.Id),
            ("mapping", pass.Mapping),
            ("kind", pass.What.ToString()),
            ("slices", (long)pass.Slices),
            ("rows", (long?)pass.RowsPerSecond),
            ("started", pass.Started.Micros)),
        ct) == 1;

    internal ValueTask<PassRow?> FindAsync(string id, CancellationToken ct) => tables.ReadAsync(c => Read(c, "where id = @id", ("id", id)), ct);

    /// <summary>The pass of a mapping that is open; where none is, the last one.</summary>
    /// <remarks>By its end first: once a clock has been set back, the open one may have begun before one that has ended.</remarks>
    internal ValueTask<PassRow?> FindLastAsync(string mapping, CancellationToken ct) =>
        tables.ReadAsync(c => Read(c, "where mapping = @mapping order by case when ended_us is null then 0 else 1 end, started_us desc, id desc limit 1", ("mapping", mapping)), ct);

    /// <summary>The slices that have ended.</summary>
    internal ValueTask<IReadOnlyList<PassSlice>> SlicesAsync(string id, CancellationToken ct) => tables.ReadAsync<IReadOnlyList<PassSlice>>(
        c =>
        {
            using DbCommand command = SideCommand.Make(c, "select slice, notes, fault from states_pass_slice where pass = @id order by slice", ("id", id));
            using DbDataReader row = command.ExecuteReader();
            List<PassSlice> slices = [];
            while (row.Read())
            {
                PassNotes notes = JsonSerializer.Deserialize(row.GetString(1), StateJson.Default.PassNotes)!;
                slices.Add(new PassSlice(int.CreateChecked(row.GetInt64(0)), notes, row.TextOrNull(2)));
            }

            return slices;
        },
        ct);

    /// <summary>A slice has ended, well or not; told twice it has ended once.</summary>
    /// <returns>Whether the pass has ended with it.</returns>
    internal async ValueTask<bool> EndSliceAsync(PassNotes notes, string? fault, Instant now, CancellationToken ct) => await tables.WriteAsync(
        c =>
        {
            // Takes the row first: of two slices that end at once, the second counts the first.
            SideCommand.Run(c, "update states_pass set slices = slices where id = @pass", ("pass", notes.Pass));
            SideCommand.Run(
                c,
                """
                insert into states_pass_slice(pass, slice, notes, fault) values(@pass, @slice, @notes, @fault)
                on conflict(pass, slice) do update set notes = excluded.notes, fault = excluded.fault
                """,
                ("pass", notes.Pass),
                ("slice", (long)notes.Slice),
                ("notes", JsonSerializer.Serialize(notes, StateJson.Default.PassNotes)),
                ("fault", fault));
            return SideCommand.Run(
                c,
                """
                update states_pass set ended_us = @now
                where id = @pass and ended_us is null and slices = (select count(*) from states_pass_slice where pass = @pass)
                """,
                ("pass", notes.Pass),
                ("now", now.Micros));
        },
        ct) == 1;

    /// <summary>Ends a pass before its end; false when it has ended.</summary>
    internal async ValueTask<bool> TryEndAsync(string id, bool cancelled, Instant now, CancellationToken ct) => await tables.WriteAsync(
        c => SideCommand.Run(
            c,
            "update states_pass set cancelled = @cancelled, ended_us = @now where id = @id and ended_us is null",
            ("id", id),
            ("cancelled", cancelled ? 1L : 0L),
            ("now", now.Micros)),
        ct) == 1;

    private static PassRow? Read(DbConnection c, string where, (string Name, object? Value) parameter)
    {
        using DbCommand command = SideCommand.Make(c, $"{Columns} {where}", parameter);
        using DbDataReader row = command.ExecuteReader();
        return !row.Read() ? null : new PassRow
        {
            Id = row.GetString(0),
            Mapping = row.GetString(1),
            What = Enum.Parse<PassKind>(row.GetString(2)),
            Slices = int.CreateChecked(row.GetInt64(3)),
            RowsPerSecond = row.IntOrNull(4),
            Started = new Instant(row.GetInt64(5)),
            IsCancelled = row.GetInt64(6) != 0,
            Ended = row.LongOrNull(7) is { } ended ? new Instant(ended) : null,
        };
    }
}
