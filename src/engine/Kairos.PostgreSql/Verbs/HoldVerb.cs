using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>What happens to a hold before its end: it is marked, handed back or put aside. Guarded by (id, fence).</summary>
internal sealed class HoldVerb(Database database, TimeProvider time)
{
    public async ValueTask<IReadOnlyList<bool>> MarkAsync(IReadOnlyList<Mark> marks)
    {
        HashSet<Hold> good = await MarkedAsync(database.HotCommand("mark"), marks);
        Mark[] left = [.. marks.Where(m => !good.Contains(m.Hold))];
        if (left.Length > 0)
        {
            good.UnionWith(await MarkedAsync(database.Command("mark_left"), left));
        }

        return [.. marks.Select(m => good.Contains(m.Hold))];
    }

    public async ValueTask<int> ReleaseAsync(IReadOnlyList<Hold> holds, int? node)
    {
        await using NpgsqlCommand release = database.Command("release");
        release.Parameters.Holds(holds, static hold => hold);
        int released = await release.ExecuteNonQueryAsync();
        return released == holds.Count ? released : released + await EndAsync(holds, node);
    }

    public async ValueTask<int> ParkAsync(IReadOnlyList<Hold> holds, string reason, int? node)
    {
        await using NpgsqlCommand park = database.Command("park");
        park.Parameters.Holds(holds, static hold => hold).Text(PgText.Prose(reason));
        int parked = await park.ExecuteNonQueryAsync();
        return parked == holds.Count ? parked : parked + await EndAsync(holds, node);
    }

    public async ValueTask<int> UnparkAsync(IReadOnlyCollection<string> kinds)
    {
        await using NpgsqlCommand unpark = database.Command("unpark");
        unpark.Parameters.Texts(kinds);
        return await unpark.ExecuteNonQueryAsync();
    }

    private static async ValueTask<HashSet<Hold>> MarkedAsync(NpgsqlCommand mark, IReadOnlyList<Mark> marks)
    {
        await using (mark)
        {
            mark.Parameters.Holds(marks, static m => m.Hold).Shorts(marks, static m => (int)m.Kind).Instants(marks, static m => m.Instant);
            return [.. await mark.AllAsync(static row => new Hold(row.JobId(0), row.GetInt64(1)))];
        }
    }

    // Another node asked for their end: set free they would run once more. What a replace has taken back meanwhile is set free
    // all the same, for it does not stand in memory any more; where it was to be parked, whoever claims it next does that. The
    // instant is by this machine's clock, and only for people.
    private async ValueTask<int> EndAsync(IReadOnlyList<Hold> holds, int? node)
    {
        await using NpgsqlCommand left = database.Command("holds_left");
        left.Parameters.Holds(holds, static hold => hold);
        Instant now = Instant.From(time.GetUtcNow());
        List<(Hold Hold, string Owner)> found = await left.AllAsync(static row => (new Hold(row.JobId(0), row.GetInt64(1)), row.GetString(2)));
        foreach ((Hold hold, string owner) in found)
        {
            _ = await database.InTransactionAsync(
                async connection => (await new JobChanges(new JobRows(database, connection, node)).HandBackAsync(owner, hold, now), true),
                CancellationToken.None);
        }

        return found.Count;
    }
}
