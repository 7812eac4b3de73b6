using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Tables;

/// <summary>A row that a constraint, a trigger or the release condition refuses holds up no other.</summary>
public sealed class RefusedRowTests(PostgresFixture server) : IAsyncLifetime
{
    private static readonly long s_later = TableBed.Noon.Micros + 1;

    private PostgreSqlBed _bed = null!;

    public async ValueTask InitializeAsync() => _bed = await PostgreSqlBed.MakeAsync(server);

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData("alter table status add check (state = 0 or id not in (4, 7))")]
    [InlineData("""
        create function refuse() returns trigger language plpgsql as $$ begin if new.id in (4, 7) then raise 'not this one'; end if; return null; end $$;
        create constraint trigger late after update on status deferrable initially deferred for each row execute function refuse();
        """)]
    public async Task Rows_that_are_refused_are_passed_over_and_all_others_written(string refusing)
    {
        for (int id = 1; id <= 9; id++)
        {
            await _bed.AddAsync(id, ", shard", $", {id % 2}");
        }

        await _bed.RunAsync(refusing);
        RowBatch batch = await ReadAsync();
        TableBed.Decide(batch, 1, s_later);
        Written written = await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None);
        (written.Rows, written.Refusal!.Rows).ShouldBe((7, 2));
        written.Refusal.Tell("units").ShouldContain("refused 2 rows, the first of them 4: ");
        Enumerable.Range(0, 9).Where(row => batch.Flags[row] == RowFlags.Refused).Select(row => batch.Keys[row]).ShouldBe([4, 7]);
        (await _bed.NumberAsync("select count(*) from status where state = 1")).ShouldBe(7);
        (await _bed.NumberAsync("select count(*) from status where state = 0 and id in (4, 7)")).ShouldBe(2);
    }

    [Fact]
    public async Task Where_every_row_is_refused_the_write_fails_before_each_was_tried()
    {
        for (int id = 1; id <= 60; id++)
        {
            await _bed.AddAsync(id);
        }

        await _bed.RunAsync("alter table status add constraint closed check (state = 0)");
        RowBatch batch = await ReadAsync();
        TableBed.Decide(batch, 1, s_later);
        StateTableException failed = await Should.ThrowAsync<StateTableException>(async () => await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None));
        failed.IsTransient.ShouldBeFalse();
        failed.Message.ShouldContain("closed");
    }

    [Fact]
    public async Task A_row_whose_release_condition_fails_keeps_its_midnight_and_the_others_are_asked_alone()
    {
        StateTable table = _bed.Of(_bed.Mapping with { Budget = _bed.Mapping.Budget! with { Release = "b.spent / b.daily < 1" } });
        await _bed.AddAsync(1);
        foreach ((int id, int spent, int daily) in ((int, int, int)[])[(2, 1, 2), (3, 1, 0), (4, 2, 2)])
        {
            await _bed.AddAsync(id, ", state", ", 8");
            await _bed.RunAsync($"insert into budget (unit_id, spent, daily) values ({id * 10}, {spent}, {daily})");
        }

        RowBatch due = new(10);
        ReadBack read = await table.ReadDueAsync(new DueRange([0]), TableBed.Noon, DuePosition.Start, due, CancellationToken.None);
        TableBed.Keys(due).ShouldBe([1, 2, 3, 4]);
        due.Flags[..4].ShouldBe([RowFlags.None, RowFlags.BudgetAllows, RowFlags.BudgetUnknown, RowFlags.None]);
        (read.Statements, read.Refusal!.Rows, read.Refusal.Key).ShouldBe((5, 1, 3));
        read.Refusal.Words.ShouldContain("division by zero");

        // The day's midnight has gone by: the second is open again, the fourth waits for the next, the third is left as it was.
        RowBatch all = new(10);
        (await table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, all, CancellationToken.None)).Refusal!.Key.ShouldBe(3);
        all.NextChange.AsSpan(0, 4).Fill(TableBed.Parse("2026-11-19T16:00:00Z").Micros);
        new StateRules(_bed.Mapping).Evaluate(all, TableBed.Noon, BudgetRelease.Now);
        all.NewStatus[..4].ShouldBe([0, 0, 8, 8]);
        all.NewNextChange[2..4].ShouldBe([all.NextChange[2], TableBed.Parse("2026-11-20T16:00:00Z").Micros]);
        (await table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Later, all, CancellationToken.None)).ShouldBe(new ReadBack(1));
    }

    private async Task<RowBatch> ReadAsync()
    {
        RowBatch batch = new(100);
        await _bed.Table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, batch, CancellationToken.None);
        return batch;
    }
}
