using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Reading;

/// <summary>Reads live jobs.</summary>
internal sealed class JobReading(Statements statements)
{
    private readonly Statement _find = statements.Named("job_find");
    private readonly Statement _findKey = statements.Named("job_find_key");
    private readonly Statement _ofOwner = statements.Named("jobs_of_owner");
    private readonly Statement _waiting = statements.Named("jobs_waiting");
    private readonly Statement _parked = statements.Named("jobs_parked");
    private readonly Statement _held = statements.Named("jobs_held");
    private readonly Statement _paused = statements.Named("jobs_paused");
    private readonly Statement _count = statements.Named("jobs_count");

    public JobView? Find(string owner, JobId id)
    {
        _find.Bind(1, id);
        _find.BindName(2, owner);
        return Read(_find).FirstOrDefault();
    }

    public JobView? Find(string owner, string kind, string key)
    {
        _findKey.BindName(1, owner);
        _findKey.BindName(2, kind);
        _findKey.BindName(3, key);
        return Read(_findKey).FirstOrDefault();
    }

    public IReadOnlyList<JobView> List(JobFilter filter)
    {
        if (filter is { Owner: { } owner, Kind: { } kind, Key: { } key, After: null })
        {
            return Find(owner, kind, key) is { } only && (filter.State ?? only.State) == only.State ? [only] : [];
        }

        if (filter.Owner is not null)
        {
            _ofOwner.BindName(6, filter.Owner);
            _ofOwner.Bind(7, (int?)filter.State);
            return Page(_ofOwner, filter);
        }

        // Over all owners each state has an index of its own; without a state four pages are merged into one.
        return filter.State switch
        {
            JobState.Waiting => Page(_waiting, filter),
            JobState.Parked => Page(_parked, filter),
            JobState.Armed => Page(_held, filter),
            JobState.Paused => Page(_paused, filter),
            _ => [.. Page(_waiting, filter).Concat(Page(_parked, filter)).Concat(Page(_held, filter)).Concat(Page(_paused, filter))
                .OrderBy(job => job.At).ThenBy(job => job.Id).Take(filter.Limit)],
        };
    }

    public IReadOnlyDictionary<JobState, long> Count()
    {
        _ = _count.Step();
        (long all, long parked, long held, long paused) = (_count.Long(0), _count.Long(1), _count.Long(2), _count.Long(3));
        _count.Reset();
        return new Dictionary<JobState, long>
        {
            [JobState.Waiting] = all - parked - held - paused,
            [JobState.Parked] = parked,
            [JobState.Armed] = held,
            [JobState.Paused] = paused,
        };
    }

    private static List<JobView> Page(Statement page, JobFilter filter)
    {
        if (filter.After is { } after)
        {
            page.Bind(1, after.At);
            page.Bind(2, after.Id);
        }
        else
        {
            page.Bind(1, long.MinValue);
            page.Bind(2, []);
        }

        page.Bind(3, filter.Limit);
        page.BindName(4, filter.Kind);
        page.BindName(5, filter.Key);
        return Read(page);
    }

    private static List<JobView> Read(Statement rows)
    {
        List<JobView> read = [];
        while (rows.Step())
        {
            read.Add(new JobView
            {
                Id = rows.Id(0),
                Kind = rows.Text(1),
                Owner = rows.Text(2),
                Key = rows.MaybeText(3),
                State = (JobState)rows.Int(4),
                Due = rows.Instant(5),
                At = rows.Instant(6),
                Priority = rows.Int(7),
                Attempt = rows.Int(8),
                Version = rows.Int(9),
                Fence = rows.Long(10),
                Reason = rows.MaybeText(11),
                Trigger = rows.MaybeText(12),
                Payload = rows.Bytes(13).ToArray(),
                Ran = rows.Int(14),
            });
        }

        return read;
    }
}
