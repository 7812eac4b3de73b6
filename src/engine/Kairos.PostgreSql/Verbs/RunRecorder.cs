using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Writes the record: one row for each (job, due, attempt).</summary>
internal sealed class RunRecorder(Database database, NpgsqlConnection connection, int? node)
{
    /// <summary>Records runs. A number that is taken gives way to the next free one.</summary>
    public async ValueTask RecordAsync(IReadOnlyList<RunView> runs)
    {
        HashSet<(JobId, Instant, int)> written = await InsertAsync(runs);
        foreach (RunView run in runs.Where(r => !written.Contains((r.Job, r.Due, r.Attempt))))
        {
            int last = await LastAttemptAsync(run.Job, run.Due);
            if ((await InsertAsync([run with { Attempt = last + 1 }])).Count == 0)
            {
                throw new InvalidOperationException("A number of the record that was free a moment ago is taken: somebody else writes this job's runs.");
            }
        }
    }

    private async ValueTask<int> LastAttemptAsync(JobId job, Instant due)
    {
        await using NpgsqlCommand last = database.Command("run_last_attempt", connection);
        last.Parameters.Id(job).At(due);
        return (await last.FirstAsync(static row => row.GetInt32(0)))!.Value;
    }

    private async ValueTask<HashSet<(JobId, Instant, int)>> InsertAsync(IReadOnlyList<RunView> runs)
    {
        await using NpgsqlCommand insert = database.Command("run_insert", connection);
        insert.Parameters
            .Ids(runs, static run => run.Job)
            .Instants(runs, static run => run.Due)
            .Ints(runs, static run => run.Attempt)
            .Longs(runs, static run => run.Fence)
            .Instants(runs, static run => run.At)
            .MaybeInstants(runs, static run => run.Started)
            .Instants(runs, static run => run.Ended)
            .Shorts(runs, static run => (int)run.Outcome)
            .Texts(runs, static run => run.Owner)
            .Texts(runs, static run => run.Kind)
            .Texts(runs, static run => run.Key)
            .Texts(runs, static run => PgText.Prose(run.Reason))
            .MaybeBytes(runs, static run => run.Notes)
            .Int(node);
        return [.. await insert.AllAsync(static row => (row.JobId(0), row.Instant(1), row.GetInt32(2)))];
    }
}
