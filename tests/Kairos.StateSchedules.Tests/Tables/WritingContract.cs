using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Tests.Tables;

public abstract class WritingContract : IAsyncLifetime
{
    private static readonly long s_later = (TableBed.Noon + TimeSpan.FromHours(1)).Micros;

    private TableBed _bed = null!;

    public async ValueTask InitializeAsync() => _bed = await MakeAsync();

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Only_the_bits_of_the_mapping_are_written_and_the_version_stays()
    {
        await _bed.AddAsync(1, ", state, version", ", 49, 7");
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4 | 64, s_later + 1);
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).ShouldBe(new Written(1, 1));
        RowBatch again = await _bed.FindAsync(1);
        (again.Status[0], again.Versions[0], again.NextChange[0]).ShouldBe((48 | 4, 7, s_later + 1));
        (await _bed.DueAsync()).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_row_that_never_changes_again_has_no_next_change()
    {
        await _bed.AddAsync(1);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 2, RowBatch.Never);
        _ = await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None);
        (await _bed.AskAsync("select next_change from status")).ShouldBeNull();
        RowBatch read = await _bed.FindAsync(1);
        TableBed.Decide(read, 0, s_later);
        (await _bed.Table.WriteAsync(read, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task What_does_not_differ_is_not_written_and_costs_no_statement()
    {
        await _bed.AddAsync(1);
        (await _bed.Table.WriteAsync(await _bed.DueAsync(), 5_000, CancellationToken.None)).ShouldBe(default);
        (await _bed.Table.WriteAsync(new RowBatch(3), 5_000, CancellationToken.None)).ShouldBe(default);
    }

    [Fact]
    public async Task Rows_of_a_pass_are_written_by_a_statement_a_shard()
    {
        for (int id = 1; id <= 7; id++)
        {
            await _bed.AddAsync(id, ", shard", $", {id % 2}");
        }

        RowBatch batch = new(10);
        await _bed.Table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, batch, CancellationToken.None);
        TableBed.Decide(batch, 1, s_later);
        batch.NewStatus[3] = 2;
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).ShouldBe(new Written(7, 2));
        (await _bed.NumberAsync("select sum(state) from status")).ShouldBe(8);
        (await _bed.NumberAsync("select state from status where id = 4")).ShouldBe(2);
    }

    [Fact]
    public async Task A_shard_with_more_rows_than_a_statement_may_have_is_written_by_several()
    {
        for (int id = 1; id <= 7; id++)
        {
            await _bed.AddAsync(id, ", shard", $", {id / 6}");
        }

        RowBatch batch = new(10);
        await _bed.Table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, batch, CancellationToken.None);
        TableBed.Decide(batch, 1, s_later);
        (await _bed.Table.WriteAsync(batch, 2, CancellationToken.None)).ShouldBe(new Written(7, 4));
        Left(batch).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("version = 1")]
    [InlineData("state = 16")]
    [InlineData("next_change = null")]
    public async Task An_edit_between_read_and_write_wins(string edit)
    {
        await _bed.AddAsync(1);
        await _bed.AddAsync(2);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4, s_later);
        await _bed.RunAsync($"update status set {edit} where id = 1");
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
        (await _bed.NumberAsync("select state & 4 from status where id = 1")).ShouldBe(0);
        (await _bed.NumberAsync("select state & 4 from status where id = 2")).ShouldBe(4);
        Left(batch).ShouldBe([1]);
    }

    [Fact]
    public async Task What_is_left_to_others_is_marked_in_all_shards_and_what_does_not_differ_is_not()
    {
        for (int id = 1; id <= 9; id++)
        {
            await _bed.AddAsync(id, ", shard", $", {id % 2}");
        }

        RowBatch batch = new(10);
        await _bed.Table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, batch, CancellationToken.None);
        TableBed.Decide(batch, 1, s_later);
        (batch.NewStatus[6], batch.NewNextChange[6]) = (batch.Status[6], batch.NextChange[6]);
        await _bed.RunAsync("update status set version = version + 1 where id in (2, 3, 7, 9)");
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).ShouldBe(new Written(5, 2));
        Left(batch).ShouldBe([2, 3, 9]);
    }

    [Fact]
    public async Task A_row_that_is_gone_is_passed_over()
    {
        await _bed.AddAsync(1);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4, s_later);
        await _bed.RunAsync("delete from status");
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).ShouldBe(new Written(0, 1));
        Left(batch).ShouldBe([1]);
    }

    [Fact]
    public async Task The_same_batch_written_twice_writes_once()
    {
        await _bed.AddAsync(1);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4, s_later);
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_batch_is_written_in_one_statement()
    {
        await _bed.RunAsync($"""
            insert into status (id, unit, next_change)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000) select i * cast(1000003 as bigint), i, {_bed.Next(TableBed.Noon)} from n
            """);
        RowBatch batch = await _bed.DueAsync(capacity: 5_000);
        batch.Count.ShouldBe(5_000);
        for (int row = 0; row < batch.Count; row++)
        {
            (batch.NewStatus[row], batch.NewNextChange[row]) = (row % 8, s_later + row);
        }

        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).ShouldBe(new Written(5_000, 1));
        Left(batch).ShouldBeEmpty();
        RowBatch again = new(5_000);
        await _bed.Table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, again, CancellationToken.None);
        again.Status.ShouldBe(batch.NewStatus);
        again.NextChange.ShouldBe(batch.NewNextChange);
    }

    private static long[] Left(RowBatch batch) =>
        [.. Enumerable.Range(0, batch.Count).Where(row => (batch.Flags[row] & RowFlags.Left) != RowFlags.None).Select(row => batch.Keys[row])];

    private protected abstract ValueTask<TableBed> MakeAsync();
}

public sealed class PostgreSqlWritingTests(PostgresFixture server) : WritingContract
{
    private protected override async ValueTask<TableBed> MakeAsync() => await PostgreSqlBed.MakeAsync(server);
}

public sealed class SqliteWritingTests : WritingContract
{
    private protected override async ValueTask<TableBed> MakeAsync()
    {
        SqliteBed bed = new();
        await bed.CreateAsync();
        return bed;
    }
}
