using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Rows of jobs on one connection, in the transaction that is open there; a row that was read is locked until its end.</summary>
internal sealed class JobRows(Database database, NpgsqlConnection connection, int? node) : IJobRows
{
    private readonly RunRecorder _runs = new(database, connection, node);

    public async ValueTask<Standing?> ReadAsync(string owner, JobId id)
    {
        await using NpgsqlCommand read = database.Command("change_read", connection);
        read.Parameters.Id(id).Text(owner);
        return await read.FirstAsync(static row => new Standing
        {
            Held = row.GetBoolean(0),
            Fence = row.GetInt64(1),
            Version = row.GetInt32(2),
            State = (JobState)row.GetInt16(3),
            Want = (Want)row.GetInt16(4),
            Due = row.Instant(5),
            At = row.Instant(6),
            Attempt = row.GetInt32(7),
            Settle = row.GetBoolean(8),
            Kind = row.GetString(9),
            Key = row.MaybeText(10),
        });
    }

    public ValueTask DeleteAsync(JobId id) => ChangeAsync("job_delete", to => to.Ids([id], static i => i));

    public ValueTask WantAsync(Hold hold, Want want) => ChangeAsync("want", to => to.Hold(hold).Short((int)want));

    public ValueTask AskHolderAsync(Hold hold, AskKind ask) => ChangeAsync("ask", to => to.Hold(hold).Short((int)ask));

    public async ValueTask<Hold> ReleaseAsync(Hold hold)
    {
        await ChangeAsync("release", to => to.Holds([hold], static h => h));
        return hold with { Fence = hold.Fence + 1 };
    }

    public ValueTask PauseAsync(Hold hold) => ChangeAsync("pause", to => to.Hold(hold));

    public async ValueTask<bool> ResumeAsync(JobId id, ResumePlan read, NextStart next) =>
        await ExecuteAsync("resume", to => to.Id(id).Int(read.Version).At(read.Due).At(next.Due).At(next.At)) > 0;

    public ValueTask EditContentAsync(Hold hold, JobChange change) =>
        ChangeAsync("edit_content", to => to.Hold(hold).Bytes(change.Payload).Int(change.Priority).Int(change.MaxAttempts));

    public ValueTask EditPlanAsync(Hold hold, NewPlan plan) => ChangeAsync("edit_plan", to => to.Hold(hold).At(plan.Due).At(plan.At).Text(plan.Trigger));

    public ValueTask RunNowAsync(Hold hold, Instant due, Instant at) => ChangeAsync("run_now", to => to.Hold(hold).At(due).At(at));

    public async ValueTask<Instant?> LastDueAsync(JobId id)
    {
        await using NpgsqlCommand last = database.Command("run_last_due", connection);
        last.Parameters.Id(id);
        return (await last.AllAsync(static row => row.MaybeInstant(0))).FirstOrDefault();
    }

    public async ValueTask<HeldRow?> ReadHeldAsync(Hold hold)
    {
        await using NpgsqlCommand read = database.Command("complete_read", connection);
        read.Parameters.Hold(hold);
        return await read.FirstAsync(static row => new HeldRow(row.GetInt32(0), (Want)row.GetInt16(1), row.Instant(2), row.Instant(3), row.MaybeInstant(4)));
    }

    public ValueTask FollowOwnPlanAsync(Hold hold, bool keepLosses) => ChangeAsync("complete_moved", to => to.Hold(hold).Flag(keepLosses));

    public ValueTask PlanNextAsync(Hold hold, NextStart next, bool keepLosses, int ran) => ChangeAsync(
        "complete_edited",
        to => to.Hold(hold).At(next.Due).At(next.At).Int(next.Attempt).Text(PgText.Prose(next.Reason)).Flag(keepLosses).Int(ran));

    public async ValueTask<bool> StandsAsync(RunView run) => (await StandingAsync([run])).Count > 0;

    /// <summary>Which of these runs are in the record as they are here.</summary>
    public async ValueTask<HashSet<Hold>> StandingAsync(IReadOnlyList<RunView> runs)
    {
        await using NpgsqlCommand standing = database.Command("runs_standing", connection);
        standing.Parameters.Holds(runs, static run => new Hold(run.Job, run.Fence))
            .Instants(runs, static run => run.Due)
            .Shorts(runs, static run => (int)run.Outcome)
            .Instants(runs, static run => run.Ended);
        return [.. await standing.AllAsync(static row => new Hold(row.JobId(0), row.GetInt64(1)))];
    }

    public ValueTask RecordAsync(RunView run) => _runs.RecordAsync([run]);

    private async ValueTask<int> ExecuteAsync(string statement, Action<NpgsqlParameterCollection> bind)
    {
        await using NpgsqlCommand command = database.Command(statement, connection);
        bind(command.Parameters);
        return await command.ExecuteNonQueryAsync();
    }

    // Each change counts its rows: what was read a moment ago is locked.
    private async ValueTask ChangeAsync(string statement, Action<NpgsqlParameterCollection> bind)
    {
        if (await ExecuteAsync(statement, bind) != 1)
        {
            throw new InvalidOperationException($"A change of one job touched none or several rows: {statement} does not fit what was read.");
        }
    }
}
