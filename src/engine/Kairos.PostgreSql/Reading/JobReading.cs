using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Reading;

/// <summary>Reads live jobs.</summary>
internal sealed class JobReading(Database database)
{
    public async ValueTask<JobView?> FindAsync(string owner, JobId id)
    {
        await using NpgsqlCommand find = database.Command("job_find");
        find.Parameters.Id(id).Text(owner);
        return (await find.AllAsync(Job)).FirstOrDefault();
    }

    public async ValueTask<JobView?> FindAsync(string owner, string kind, string key)
    {
        await using NpgsqlCommand find = database.Command("job_find_key");
        find.Parameters.Short(JobId.ShardOf(owner)).Text(owner).Text(kind).Text(key);
        return (await find.AllAsync(Job)).FirstOrDefault();
    }

    public async ValueTask<IReadOnlyList<JobView>> ListAsync(JobFilter filter)
    {
        if (filter is { Owner: { } owner, Kind: { } kind, Key: { } key, After: null })
        {
            return await FindAsync(owner, kind, key) is { } only && (filter.State ?? only.State) == only.State ? [only] : [];
        }

        // Each state has an index of its own; without a state four pages are merged into one.
        return filter.State switch
        {
            JobState.Waiting => await PageAsync("jobs_waiting", filter),
            JobState.Parked => await PageAsync("jobs_parked", filter),
            JobState.Armed => await PageAsync("jobs_held", filter),
            JobState.Paused => await PageAsync("jobs_paused", filter),
            _ => await MergeAsync(filter),
        };
    }

    public async ValueTask<IReadOnlyDictionary<JobState, long>> CountAsync()
    {
        await using NpgsqlCommand count = database.Command("jobs_count");
        return (await count.AllAsync(static row => new Dictionary<JobState, long>
        {
            [JobState.Waiting] = row.GetInt64(0),
            [JobState.Parked] = row.GetInt64(1),
            [JobState.Armed] = row.GetInt64(2),
            [JobState.Paused] = row.GetInt64(3),
        }))[0];
    }

    private async ValueTask<IReadOnlyList<JobView>> MergeAsync(JobFilter filter)
    {
        Dictionary<JobId, JobView> found = [];
        foreach (string page in (string[])["jobs_waiting", "jobs_parked", "jobs_held", "jobs_paused"])
        {
            // One that changed its state between two pages is there once, as it was seen last.
            foreach (JobView job in await PageAsync(page, filter))
            {
                found[job.Id] = job;
            }
        }

        return [.. found.Values.OrderBy(static job => job.At).ThenBy(static job => job.Id).Take(filter.Limit)];
    }

    private async ValueTask<List<JobView>> PageAsync(string page, JobFilter filter)
    {
        (Instant at, JobId id) = filter.After ?? (Instant.Min, default);
        await using NpgsqlCommand command = database.Command(page);
        command.Parameters.At(at).Uuid(id).Int(filter.Limit).Text(filter.Kind).Text(filter.Key)
            .Short(filter.Owner is { } owner ? JobId.ShardOf(owner) : (int?)null).Text(filter.Owner);
        return await command.AllAsync(Job);
    }

    private static JobView Job(NpgsqlDataReader row) => new()
    {
        Id = row.JobId(0),
        Kind = row.GetString(1),
        Owner = row.GetString(2),
        Key = row.MaybeText(3),
        State = (JobState)row.GetInt32(4),
        Due = row.Instant(5),
        At = row.Instant(6),
        Priority = row.GetInt32(7),
        Attempt = row.GetInt32(8),
        Version = row.GetInt32(9),
        Fence = row.GetInt64(10),
        Reason = row.MaybeText(11),
        Trigger = row.MaybeText(12),
        Payload = row.Bytes(13),
        Ran = row.GetInt32(14),
    };
}
