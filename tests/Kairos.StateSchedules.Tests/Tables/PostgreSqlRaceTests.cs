using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Tables;

public sealed class PostgreSqlRaceTests(PostgresFixture server)
{
    private const int Rows = 2_000;
    private const int Batch = 100;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_write_of_what_was_read_before_an_edit_stands_after_it(bool hasVersion)
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.RunAsync($"""
            insert into unit (unit_id) select i from generate_series(1, {Rows}) i;
            insert into status (id, unit, next_change) select i, i, timestamptz '2026-11-20 12:00Z' from generate_series(1, {Rows}) i;
            """);
        StateTable table = bed.Of(hasVersion ? bed.Mapping : bed.Mapping with { Version = null });
        List<RowBatch> read = [];
        for (long after = 0; after < Rows; after += Batch)
        {
            RowBatch batch = new(Batch);
            await table.ReadByKeyAsync(after, after + Batch, BudgetRelease.Now, batch, CancellationToken.None);
            TableBed.Decide(batch, 4, TableBed.Noon.Micros + 1);
            read.Add(batch);
        }

        // All at once: two nodes with the same slice, and editors whose transactions hold some rows each. Nobody waits for anybody in a circle.
        int[] written = await Task.WhenAll(
        [
            .. read.Select(WriteAsync), .. read.AsEnumerable().Reverse().Select(WriteAsync),
            .. Enumerable.Range(0, 40).Select(part => EditAsync(part)),
        ]);
        written.Sum().ShouldBeLessThanOrEqualTo(Rows);
        (await bed.NumberAsync("select count(*) from status where version = 1 and next_change = '2026-11-20 12:00Z' and state & 32 <> 0")).ShouldBe(Rows);
        foreach (RowBatch batch in read)
        {
            (await table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(0);
        }

        async Task<int> WriteAsync(RowBatch batch) => (await table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows;

        async Task<int> EditAsync(int part)
        {
            await bed.RunAsync($"update status set version = version + 1, state = state | 32, next_change = '2026-11-20 12:00Z' where id % 40 = {part}");
            return 0;
        }
    }

    [Fact]
    public async Task Two_writers_of_the_same_rows_write_each_once()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.RunAsync($"insert into status (id, next_change) select i, timestamptz '2026-11-20 12:00Z' from generate_series(1, {Rows}) i");
        RowBatch batch = await bed.DueAsync(Rows);
        TableBed.Decide(batch, 4, TableBed.Noon.Micros + 1);
        int[] written = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => (await bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows));

        // Who finds a row held leaves it to the holder, so together they write all.
        written.Sum().ShouldBe(Rows);
        (await bed.NumberAsync("select count(*) from status where state = 4")).ShouldBe(Rows);
    }
}
