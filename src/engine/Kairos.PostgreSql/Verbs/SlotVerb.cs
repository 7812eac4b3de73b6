using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>The request budgets of targets, which nodes keep together.</summary>
internal sealed class SlotVerb(Database database)
{
    // A few milliseconds. Who needs to know more asks from there on.
    private const int MostFull = 20_000;

    public async ValueTask<IReadOnlyList<TakenSlots>> TakeAsync(SlotGrid grid, IReadOnlyList<CellSlots> wanted, Instant until)
    {
        await using NpgsqlCommand take = database.Command("slot_take");
        Cells(take, grid, wanted).Int(grid.Burst).At(until);
        return await take.AllAsync(static row => new TakenSlots(row.Instant(0), row.GetInt32(1), row.GetBoolean(2)));
    }

    public async ValueTask<int> ReturnAsync(SlotGrid grid, IReadOnlyList<CellSlots> unused)
    {
        await using NpgsqlCommand give = database.Command("slot_return");
        Cells(give, grid, unused);
        return await give.ExecuteNonQueryAsync();
    }

    public async ValueTask<IReadOnlyList<FullSpan>> FullAsync(SlotGrid grid, Instant from)
    {
        await using NpgsqlCommand full = database.Command("slot_full");
        full.Parameters.Text(grid.Target).At(from).Int(grid.Burst).Long((long)grid.Cell.TotalMicroseconds).Int(MostFull);
        return await full.AllAsync(static row => new FullSpan(row.Instant(0), row.Instant(1)));
    }

    private static NpgsqlParameterCollection Cells(NpgsqlCommand command, SlotGrid grid, IReadOnlyList<CellSlots> cells) => command.Parameters
        .Text(grid.Target)
        .Instants(cells, static c => c.Cell)
        .Ints(cells, static c => c.Count);
}
