using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Reading;

/// <summary>Reads the record, newest first.</summary>
internal sealed class RunReading(Database database, TimeProvider time)
{
    // Over all owners the record is read from its end backwards, in spans that grow until the page is full.
    private static readonly TimeSpan[] s_spans = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30), TimeSpan.FromHours(12), TimeSpan.FromDays(7)];

    public async ValueTask<IReadOnlyList<RunView>> ListAsync(RunFilter filter)
    {
        if (filter.Job is { } job)
        {
            return await PageAsync("runs_of_job", filter, to => to.Id(job).Text(filter.Owner).Text(filter.Kind));
        }

        if (filter.Owner is { } owner)
        {
            return await OfOwnerAsync(filter, owner);
        }

        return filter.Outcome is { } outcome && outcome != OutcomeCode.Succeeded
            ? await PageAsync("runs_of_outcome", filter, to => to.Text(filter.Kind))
            : await OfAllAsync(filter);
    }

    private async ValueTask<IReadOnlyList<RunView>> OfOwnerAsync(RunFilter filter, string owner)
    {
        if (filter.Kind is { } kind)
        {
            return await PageOfOwnerAsync(filter, owner, kind, hash: null);
        }

        // One page a kind, merged: the index is by kind, and kinds are few. It knows them by their hashes; two with one
        // hash are in one page.
        List<RunView> all = [];
        foreach (int hash in await KindsAsync(owner))
        {
            all.AddRange(await PageOfOwnerAsync(filter, owner, kind: null, hash));
        }

        return [.. all.OrderByDescending(static run => run.Ended).ThenByDescending(static run => run.Job)
            .ThenByDescending(static run => run.Due).ThenByDescending(static run => run.Attempt)
            .Take(filter.Limit)];
    }

    private ValueTask<List<RunView>> PageOfOwnerAsync(RunFilter filter, string owner, string? kind, int? hash) =>
        PageAsync("runs_of_owner", filter, to => to.Short(JobId.ShardOf(owner)).Text(owner).Text(kind).Int(hash));

    private async ValueTask<List<int>> KindsAsync(string owner)
    {
        await using NpgsqlCommand kinds = database.Command("run_kinds_of_owner");
        kinds.Parameters.Short(JobId.ShardOf(owner)).Text(owner);
        return await kinds.AllAsync(static row => row.GetInt32(0));
    }

    private async ValueTask<IReadOnlyList<RunView>> OfAllAsync(RunFilter filter)
    {
        Instant newest = Newest(filter);
        Instant end = newest < Instant.Max ? newest : Instant.From(time.GetUtcNow());
        foreach (TimeSpan span in s_spans)
        {
            List<RunView> page = await BetweenAsync(filter, end - span);
            if (page.Count == filter.Limit)
            {
                return page;
            }
        }

        return await BetweenAsync(filter, Instant.Min);
    }

    private ValueTask<List<RunView>> BetweenAsync(RunFilter filter, Instant from) => PageAsync("runs_between", filter, to => to.At(from).Text(filter.Kind));

    private static Instant Newest(RunFilter filter)
    {
        Instant before = filter.Before ?? Instant.Max;
        return filter.After is { } after && after.Ended < before ? after.Ended : before;
    }

    private async ValueTask<List<RunView>> PageAsync(string statement, RunFilter filter, Action<NpgsqlParameterCollection> more)
    {
        await using NpgsqlCommand page = database.Command(statement);
        Instant before = filter.Before ?? Instant.Max;
        if (filter.After is { } after && after.Ended < before)
        {
            page.Parameters.At(after.Ended).Uuid(after.Job).At(after.Due).Int(after.Attempt);
        }
        else
        {
            // No id sorts before this one: strictly before this instant.
            page.Parameters.At(before).Uuid(default).At(Instant.Min).Int(0);
        }

        page.Parameters.Int(filter.Limit).Short((int?)filter.Outcome);
        more(page.Parameters);
        return await page.AllAsync(Run);
    }

    private static RunView Run(NpgsqlDataReader row) => new()
    {
        Job = row.JobId(0),
        Due = row.Instant(1),
        Attempt = row.GetInt32(2),
        Fence = row.GetInt64(3),
        At = row.Instant(4),
        Started = row.MaybeInstant(5),
        Ended = row.Instant(6),
        Outcome = (OutcomeCode)row.GetInt16(7),
        Owner = row.GetString(8),
        Kind = row.GetString(9),
        Key = row.MaybeText(10),
        Reason = row.MaybeText(11),
        Notes = row.Bytes(12),
    };
}
