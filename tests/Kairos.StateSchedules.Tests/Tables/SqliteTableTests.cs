using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Tables;

public sealed class SqliteTableTests : IAsyncLifetime
{
    private readonly SqliteBed _bed = new();

    public async ValueTask InitializeAsync() => await _bed.CreateAsync();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task Columns_are_edited_in_whichever_case_they_are_mapped()
    {
        await _bed.AddAsync(1);
        StateTable table = _bed.Of(_bed.Mapping with { Schedule = _bed.Mapping.Schedule with { Grid = "Slots", Start = "STARTS", Paused = "Is_Paused" } });

        EditOutcome outcome = await table.EditAsync(
            1, new StateEdit { Grid = new(new string('1', 336)), Start = new(TableBed.Noon), Paused = new(true) }, null, new RowBatch(1), static _ => { }, CancellationToken.None);

        outcome.ShouldBe(EditOutcome.Written);
        RowBatch read = await _bed.FindAsync(1);
        (read.Starts[0], read.Flags[0]).ShouldBe((TableBed.Noon.Micros, RowFlags.HasGrid | RowFlags.Paused));
    }

    [Fact]
    public async Task Dates_are_text_with_a_zone_designator_or_microseconds_and_what_is_neither_is_unreadable()
    {
        for (int id = 1; id <= 4; id++)
        {
            await _bed.AddAsync(id);
        }

        await _bed.RunAsync("""
            update unit set starts = '2026-11-20T08:00+08:00' where unit_id = 10;
            update unit set starts = cast('2026-11-20 08:00' as text) where unit_id = 20;
            update unit set starts = 'soon' where unit_id = 30;
            create table u as select * from unit;
            delete from unit;
            drop table unit;
            create table unit (unit_id integer primary key, slots text, starts, ends, is_paused boolean);
            insert into unit select * from u;
            update unit set starts = 1700000000000001 where unit_id = 40;
            """);
        RowBatch batch = await _bed.DueAsync();
        batch.Flags[..4].ShouldBe([RowFlags.None, RowFlags.Unreadable, RowFlags.Unreadable, RowFlags.None]);
        (batch.Starts[0], batch.Starts[3]).ShouldBe((TableBed.Parse("2026-11-20T00:00:00Z").Micros, 1_700_000_000_000_001));
    }

    [Fact]
    public async Task Due_rows_are_read_and_written_by_the_indexes()
    {
        await _bed.AddAsync(1);
        Statements statements = new(_bed.Mapping, Dialect.Of(StateDatabaseKind.Sqlite, "UTC"));
        string due = await PlanAsync(statements.Due);
        due.ShouldContain("USING INDEX status_due (shard=? AND (next_change,id)>(?,?) AND next_change<?)");
        due.ShouldContain("SEARCH s USING");
        due.ShouldNotContain("TEMP B-TREE");
        due.ShouldNotContain("SCAN t");
        (await PlanAsync(statements.Write)).ShouldContain("SEARCH t USING");
        (await PlanAsync(statements.ByKey)).ShouldContain("SEARCH t USING");
        (await PlanAsync(statements.Forecast)).ShouldContain("status_due");
    }

    [Fact]
    public async Task A_file_that_another_writer_has_locked_is_passing()
    {
        await _bed.AddAsync(1);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4, TableBed.Noon.Micros + 1);
        await using DbConnection other = await _bed.Source.OpenConnectionAsync();
        await using DbTransaction open = await other.BeginTransactionAsync();
        StateTableException busy = await Should.ThrowAsync<StateTableException>(async () => await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None));
        busy.IsTransient.ShouldBeTrue();
        await open.RollbackAsync();
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task A_table_or_column_that_is_gone_names_the_command_that_says_what_is_missing()
    {
        await _bed.RunAsync("alter table unit rename column slots to grid");
        await FailsForGoodAsync("kairos states plan");
        await _bed.RunAsync("drop table unit");
        await FailsForGoodAsync("kairos states plan");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_made()
    {
        await _bed.Source.DisposeAsync();
        File.Delete(_bed.Path);
        await FailsForGoodAsync("can't be opened");
        File.Exists(_bed.Path).ShouldBeFalse();
    }

    private async Task FailsForGoodAsync(string words)
    {
        StateTableException gone = await Should.ThrowAsync<StateTableException>(async () => await _bed.DueAsync());
        gone.IsTransient.ShouldBeFalse();
        gone.Message.ShouldContain(words);
    }

    private async Task<string> PlanAsync(string sql)
    {
        await using DbConnection connection = await _bed.Source.OpenConnectionAsync();
        await using DbCommand explain = connection.CreateCommand();
        explain.CommandText = $"explain query plan {sql}";
        for (int i = 1; i <= 7; i++)
        {
            if (sql.Contains($"${i}", StringComparison.Ordinal))
            {
                DbParameter parameter = explain.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"${i}", "[]");
                _ = explain.Parameters.Add(parameter);
            }
        }

        List<string> lines = [];
        await using DbDataReader reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3));
        }

        return string.Join('\n', lines);
    }
}
