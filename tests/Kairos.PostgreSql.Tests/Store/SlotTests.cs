using Kairos.Stores;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>Request budgets that nodes keep together.</summary>
public sealed class SlotTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private static readonly SlotGrid s_grid = new("venue", TimeSpan.FromMilliseconds(20), 3);

    private static Instant Cell(int number) => T0 + (number * s_grid.Cell);

    private static CellSlots[] Cells(int first, int count, int each) => [.. Enumerable.Range(first, count).Select(i => new CellSlots(Cell(i), each))];

    private static ValueTask<IReadOnlyList<TakenSlots>> TakeAsync(PostgreSqlStore store, params CellSlots[] cells) => store.TakeSlotsAsync(s_grid, cells, After(60), None);

    [Fact]
    public async Task A_cell_gives_what_it_has_left_and_no_more()
    {
        (await TakeAsync(Own, Cells(0, 2, 2))).ShouldBe([new(Cell(0), 2, false), new(Cell(1), 2, false)], ignoreOrder: true);
        (await TakeAsync(Own, new(Cell(0), 3), new(Cell(1), 1), new(Cell(2), 3)))
            .ShouldBe([new(Cell(0), 1, true), new(Cell(1), 1, true), new(Cell(2), 3, true)], ignoreOrder: true);
        (await TakeAsync(Own, Cells(0, 3, 1))).ShouldBeEmpty();

        // Another target has cells of its own.
        (await Own.TakeSlotsAsync(s_grid with { Target = "shop" }, Cells(0, 1, 3), After(60), None)).ShouldBe([new(Cell(0), 3, true)]);
    }

    [Fact]
    public async Task What_is_given_back_can_be_taken_again()
    {
        await TakeAsync(Own, Cells(0, 3, 3));
        await Own.ReturnSlotsAsync(s_grid, [new(Cell(0), 1), new(Cell(2), 3), new(Cell(9), 1)], None);

        (await TakeAsync(Own, Cells(0, 3, 3))).ShouldBe([new(Cell(0), 1, true), new(Cell(2), 3, true)], ignoreOrder: true);
    }

    [Fact]
    public async Task Full_cells_are_told_as_spans_from_an_instant_on()
    {
        await TakeAsync(Own, [.. Cells(0, 5, 3), .. Cells(5, 1, 2), .. Cells(6, 2, 3), .. Cells(10, 1, 3)]);

        (await Own.FullCellsAsync(s_grid, Cell(2), None)).ShouldBe([new(Cell(2), Cell(4)), new(Cell(6), Cell(7)), new(Cell(10), Cell(10))]);
        (await Own.FullCellsAsync(s_grid, Cell(11), None)).ShouldBeEmpty();
        (await Own.FullCellsAsync(s_grid with { Target = "shop" }, Cell(0), None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_full_cells_of_a_length_that_is_no_whole_millisecond_are_one_span()
    {
        SlotGrid grid = new("venue", TimeSpan.FromMicroseconds(33_333), 1);
        CellSlots[] cells = [.. Enumerable.Range(0, 12_000).Select(i => new CellSlots(new Instant(1_000_000 * grid.Cell.Ticks / 10) + (i * grid.Cell), 1))];
        (await Own.TakeSlotsAsync(grid, cells, After(60), None)).Count.ShouldBe(cells.Length);

        (await Own.FullCellsAsync(grid, cells[0].Cell, None)).ShouldBe([new(cells[0].Cell, cells[^1].Cell)]);
    }

    [Fact]
    public async Task Cells_are_forgotten_when_nobody_asks_for_them_any_more()
    {
        await Own.TakeSlotsAsync(s_grid, Cells(0, 6_000, 1), After(60), None);
        await Own.TakeSlotsAsync(s_grid, Cells(5_999, 2, 1), After(120), None);
        _ = await Own.SweepAsync(After(59), None);
        Pg.Query("select count(*) from kairos.slot").ShouldBe(["6001"]);

        _ = await Own.SweepAsync(After(60), None);
        Pg.Query("select used from kairos.slot order by at").ShouldBe(["2", "1"]);
    }

    [Fact]
    public async Task Stores_that_take_and_give_back_the_same_cells_at_once_never_have_more_than_there_is()
    {
        const int Workers = 6;
        const int Rounds = 60;
        PostgreSqlStore[] stores = [Own, await Pg.OpenOtherAsync(T0), await Pg.OpenOtherAsync(T0)];
        string deadlocks = Pg.Query("select deadlocks from pg_stat_database where datname = current_database()").Single();
        Dictionary<Instant, int>[] kept = await Task.WhenAll(Enumerable.Range(0, Workers).Select(seed => Task.Run(() => WorkAsync(stores[seed % stores.Length], seed, Rounds))));

        Dictionary<Instant, int> all = kept.SelectMany(k => k).GroupBy(k => k.Key).ToDictionary(g => g.Key, g => g.Sum(k => k.Value));
        all.Values.ShouldAllBe(count => count <= s_grid.Burst);

        // Nothing is lost either: what is left in each cell is what nobody has.
        IReadOnlyList<TakenSlots> left = await TakeAsync(Own, Cells(0, 40, 3));
        for (int i = 0; i < 40; i++)
        {
            (all.GetValueOrDefault(Cell(i)) + left.Where(l => l.Cell == Cell(i)).Sum(l => l.Count)).ShouldBe(s_grid.Burst);
        }

        Pg.Query("select deadlocks from pg_stat_database where datname = current_database()").ShouldBe([deadlocks]);
    }

    private static async Task<Dictionary<Instant, int>> WorkAsync(PostgreSqlStore store, int seed, int rounds)
    {
        Random random = new(seed);
        Dictionary<Instant, int> has = [];
        for (int round = 0; round < rounds; round++)
        {
            CellSlots[] wanted = [.. Enumerable.Range(0, 40).Where(_ => random.Next(2) == 0).Select(i => new CellSlots(Cell(i), 1 + random.Next(3)))];
            foreach (TakenSlots taken in await TakeAsync(store, wanted))
            {
                has[taken.Cell] = has.GetValueOrDefault(taken.Cell) + taken.Count;
            }

            CellSlots[] unused = [.. has.Where(h => h.Value > 0 && random.Next(2) == 0).OrderBy(h => h.Key).Select(h => new CellSlots(h.Key, 1))];
            await store.ReturnSlotsAsync(s_grid, unused, None);
            foreach (CellSlots cell in unused)
            {
                has[cell.Cell]--;
            }
        }

        return has;
    }
}
