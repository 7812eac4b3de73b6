using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>What happens to a hold before its end: it is marked, handed back or put aside. Guarded by (id, fence).</summary>
internal sealed class HoldVerb(Database database)
{
    public async ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks)
    {
        await using NpgsqlCommand mark = database.HotCommand("mark");
        mark.Parameters.Holds(marks, static m => m.Hold).Shorts(marks, static m => (int)m.Kind).Instants(marks, static m => m.Instant);
        HashSet<Hold> good = [.. await mark.AllAsync(static row => new Hold(row.JobId(0), row.GetInt64(1)))];
        return [.. marks.Select(m => good.Contains(m.Hold))];
    }

    public async ValueTask<int> ReleaseAsync(IReadOnlyList<Hold> holds)
    {
        await using NpgsqlCommand release = database.HotCommand("release");
        release.Parameters.Holds(holds, static hold => hold);
        return await release.ExecuteNonQueryAsync();
    }

    public async ValueTask<int> ParkAsync(IReadOnlyList<Hold> holds, string reason)
    {
        await using NpgsqlCommand park = database.Command("park");
        park.Parameters.Holds(holds, static hold => hold).Text(PgText.Prose(reason));
        return await park.ExecuteNonQueryAsync();
    }

    public async ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds)
    {
        await using NpgsqlCommand unpark = database.Command("unpark");
        unpark.Parameters.Texts(kinds);
        return await unpark.ExecuteNonQueryAsync();
    }
}
