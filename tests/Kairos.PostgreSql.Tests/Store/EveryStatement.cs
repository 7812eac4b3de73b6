using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Submitting;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>Makes a store say each of its statements once at least.</summary>
public abstract class EveryStatement(DatabasePool databases) : PostgreSqlTests(databases)
{
    private int _key;

    protected async Task SayAllAsync(PostgreSqlStore store, PostgreSqlStoreOptions options, Instant late)
    {
        await SubmitAsync(store);
        await RecoverAsync(options);
        await EndAsync(store);
        await ChangeAsync(store);
        await NodesAsync(store);
        await ReadAsync(store, late);
        await SlotsAsync(store);
        _ = await store.SweepAsync(T0, None);
    }

    private static async Task SlotsAsync(PostgreSqlStore store)
    {
        SlotGrid grid = new("venue", TimeSpan.FromMilliseconds(20), 1);
        CellSlots[] cells = [.. Enumerable.Range(0, 500).Select(i => new CellSlots(T0 + (i * grid.Cell), 1))];
        _ = await store.TakeSlotsAsync(grid, cells, After(60), None);
        _ = await store.TakeSlotsAsync(grid, cells, After(60), None);
        await store.ReturnSlotsAsync(grid, cells[..5], None);
        _ = await store.FullCellsAsync(grid, After(5), None);
    }

    private static async Task RecoverAsync(PostgreSqlStoreOptions options)
    {
        await using Database database = new(options, TimeProvider.System);
        SubmitRecovery recovery = new(database, new SubmitVerb(database), NullLogger.Instance, TimeProvider.System);
        Submitter.Request request = new(Job(), T0) { Deadline = Deadline.In(TimeSpan.FromMinutes(1)) };
        Trail trail = new();
        await using NpgsqlConnection lost = await database.OpenAsync();
        trail.Enter(lost);
        await using LockedSubmits locked = new(database, new SubmitVerb(database), recovery, new SubmitTry(database, new SubmitVerb(database), recovery));
        Submitter.Request waits = new(Job(), T0) { Deadline = request.Deadline };
        locked.Wait([waits]);
        (await waits.Answer.Task).Status.ShouldBe(SubmitStatus.Created);
        await recovery.RecoverAsync([request], trail, new TimeoutException("of a test"));
        (await request.Answer.Task).Status.ShouldBe(SubmitStatus.Created);
    }

    private static async Task SubmitAsync(PostgreSqlStore store)
    {
        NewJob job = Job("replaced");
        _ = await store.SubmitAsync(job, T0, None);
        _ = await store.SubmitAsync(Job("replaced") with { Conflict = KeyConflict.Replace }, T0, None);
        NewJob once = Job("kept") with { IdempotencyKey = "once", ContentHash = new byte[] { 1 }, IdempotencyUntil = After(60) };
        _ = await store.SubmitAsync(once, T0, None);
        _ = await store.SubmitAsync(once, T0, None);
        _ = await store.SubmitAsync(Job("kept") with { Conflict = KeyConflict.Keep, IdempotencyKey = "kept", ContentHash = new byte[] { 1 }, IdempotencyUntil = After(60) }, T0, None);
        _ = await store.SubmitAsync(Job("kept") with { IdempotencyKey = "refused", ContentHash = new byte[] { 1 }, IdempotencyUntil = After(60) }, T0, None);
    }

    private async Task EndAsync(PostgreSqlStore store)
    {
        ArmedRow[] rows = [await HeldAsync(store), await HeldAsync(store), await HeldAsync(store), await HeldAsync(store), await HeldAsync(store), await HeldAsync(store), await HeldAsync(store)];
        _ = await store.HeldAsync(None);
        rows = [.. await store.AdoptAsync([.. rows.Select(HoldOf)], None)];
        _ = await store.MarkAsync([new Mark(HoldOf(rows[0]), MarkKind.Gate, T0), new Mark(new Hold(rows[0].Id, rows[0].Fence - 1), MarkKind.Gate, T0)], None);
        _ = await store.CompleteAsync([Ended(rows[0]), Ended(rows[1], next: NextDue(rows[1])), Ended(rows[2]) with { FollowUps = [Job()] }], T0, None);
        _ = await store.CompleteAsync([Ended(rows[0])], T0, None);
        _ = await store.CompleteAsync([Ended(rows[1], next: NextDue(rows[1]))], T0, None);

        // Edited while it ran: its content, then its plan.
        _ = await store.EditAsync(Owner, rows[3].Id, new JobChange { Priority = 1 }, Grip.Started(rows[3].Fence), None);
        _ = await store.CompleteAsync([Ended(rows[3], next: NextDue(rows[3]))], T0, None);
        _ = await store.EditAsync(Owner, rows[4].Id, new JobChange { Plan = new NewPlan(After(9), After(9), null) }, Grip.Started(rows[4].Fence), None);
        _ = await store.CompleteAsync([Ended(rows[4], next: NextDue(rows[4]))], T0, None);

        // A number that is taken.
        _ = Pg.Query($"insert into kairos.run select shard, id, due, 1, 0, at, null, at, 9, null, owner, kind, key, null, null from kairos.job where id = '{rows[5].Id.Value}'");
        _ = await store.CompleteAsync([Ended(rows[5])], T0, None);

        await store.ParkAsync([HoldOf(rows[6])], "no", None);
        _ = await store.UnparkAsync([Kind], None);
        await store.ReleaseAsync([HoldOf(await HeldAsync(store)), HoldOf(rows[6])], None);
    }

    private async Task ChangeAsync(PostgreSqlStore store)
    {
        NewJob job = Job(at: After(100));
        _ = await store.SubmitAsync(job, T0, None);
        _ = await store.PauseAsync(Owner, job.Id, Grip.None, None);
        _ = await store.ResumeAsync(Owner, job.Id, new ResumePlan { Version = 1, Due = job.Due }, None);
        _ = await store.RunNowAsync(Owner, job.Id, Grip.None, After(1), None);
        _ = await store.CancelAsync(Owner, job.Id, Grip.None, T0, None);
        ArmedRow row = await HeldAsync(store);
        _ = await Own.PauseAsync(Owner, row.Id, Grip.Unseen, None);
        _ = await store.PauseAsync(Owner, row.Id, Grip.Unseen, None);
        _ = await store.AskedAsync(None);
        _ = await store.AskStateAsync(HoldOf(row), None);
        await store.AnswerTooLateAsync([new AskedHold(HoldOf(row), Owner, AskKind.Pause)], None);
    }

    private async Task NodesAsync(PostgreSqlStore store)
    {
        _ = store.Beat(default);
        _ = store.AskClock();
        _ = await store.ListNodesAsync(T0, None);
        _ = await store.DrainAsync(Pg.NodeOf(store), true, None);
        _ = await store.DrainAsync(Pg.NodeOf(store), false, None);
        NewJob job = Job(at: After(-5));
        _ = await Own.SubmitAsync(job, T0, None);
        _ = await Own.ArmAsync(Instant.Min, After(-1), 1, None);
        _ = await store.TryTakeOverAsync(Pg.NodeOf(Own), 0, None);
        _ = await store.SettleAsync(T0, default, 500, None);
        _ = await store.CancelAsync(Owner, (await HeldAsync(store)).Id, Grip.Unseen, T0, None);
        await store.LeaveAsync(None);
        await Pg.JoinAsync(store, T0, [Kind]);
        _ = await store.SettleAsync(T0, default, 500, None);
    }

    private async Task ReadAsync(PostgreSqlStore store, Instant late)
    {
        NewJob job = Job("found");
        _ = await store.SubmitAsync(job, T0, None);
        _ = await store.FindAsync(Owner, job.Id, None);
        _ = await store.FindByKeyAsync(Owner, Kind, "found", None);
        foreach (JobFilter filter in (JobFilter[])[new(), new() { Owner = "owner 7" }, new() { Kind = "other.kind" }, new() { Owner = "owner 7", After = (After(5_000), default) }])
        {
            _ = await store.ListJobsAsync(filter, None);
        }

        RunFilter[] runs = [new() { Job = job.Id }, new() { Owner = "owner 7" }, new() { Owner = "owner 7", Kind = "fill.kind" }, new() { Outcome = OutcomeCode.Failed }, new()];
        foreach (RunFilter filter in runs)
        {
            _ = await store.ListRunsAsync(filter, None);
            _ = await store.ListRunsAsync(filter with { Before = After(50_000), Limit = 10 }, None);
        }

        _ = await store.OccurrencesAsync(["fill.kind"], late, late + TimeSpan.FromHours(1), None);
        _ = await store.CountJobsAsync(None);
    }

    // Armed by this store, the only one that is planned so early.
    private async Task<ArmedRow> HeldAsync(PostgreSqlStore store)
    {
        NewJob job = Repeating($"held {_key++}", After(-10));
        _ = await store.SubmitAsync(job, T0, None);
        return (await store.ArmAsync(Instant.Min, After(-9), 10, None)).Single(row => row.Id == job.Id);
    }
}
