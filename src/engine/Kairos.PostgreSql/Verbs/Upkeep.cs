using Kairos.PostgreSql.Connections;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Forgets what is over.</summary>
internal sealed class Upkeep(Database database)
{
    /// <summary>Forgets at most <paramref name="limit"/> idempotency keys whose time is over.</summary>
    public async ValueTask<int> SweepKeysAsync(Instant now, int limit)
    {
        await using NpgsqlCommand sweep = database.Command("submit_sweep");
        sweep.Parameters.At(now).Int(limit);
        return await sweep.ExecuteNonQueryAsync();
    }

    /// <summary>Forgets at most <paramref name="limit"/> cells of budgets that nobody asks for any more.</summary>
    public async ValueTask<int> SweepSlotsAsync(Instant now, int limit)
    {
        await using NpgsqlCommand sweep = database.Command("slot_sweep");
        sweep.Parameters.At(now).Int(limit);
        return await sweep.ExecuteNonQueryAsync();
    }
}
