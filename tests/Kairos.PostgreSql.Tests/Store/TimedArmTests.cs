using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>What is timed for the next seconds is found at once, wherever the mark of arms stands.</summary>
public sealed class TimedArmTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private readonly ManualTime _time = new(T0.ToDateTimeOffset());

    public static TheoryData<string> Ways =>
        ["submitted", "submitted with others", "followed", "planned next", "planned by an edit", "run now", "released", "resumed", "unparked", "taken over"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_this_store_puts_behind_the_mark_is_found_by_the_next_arm(string way)
    {
        Func<Task<JobId>> put = await PreparedAsync(way);
        await FillAsync();

        JobId id = await put();

        (await ArmTimedAsync(10)).ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task What_another_store_puts_there_is_found_within_a_second()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        await FillAsync();
        NewJob job = Job(at: After(2.5));
        _ = await other.SubmitAsync(job, T0, None);

        (await ArmTimedAsync(2)).ShouldNotContain(row => row.Id == job.Id);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await ArmTimedAsync(2)).ShouldContain(row => row.Id == job.Id);
    }

    [Fact]
    public async Task What_another_store_calls_for_is_found_at_once()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable listening = Own.Listen(_ => heard.TrySetResult());
        await UntilAsync(() => Pg.Query("select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %ask' and state = 'idle'").Count == 1, "it listens");
        await FillAsync();
        NewJob job = Job(at: After(1));
        _ = await other.SubmitAsync(job, T0, None);
        await heard.Task;

        (await ArmTimedAsync(2)).ShouldContain(row => row.Id == job.Id);
    }

    protected override StoreHome CreateHome() => new PostgreSqlHome(Databases, _time);

    // Claimed up to 3 s ahead by an arm that was filled, and more to come behind that.
    private async Task FillAsync()
    {
        _ = await (await Pg.OpenOtherAsync(T0)).SubmitAllAsync([.. Enumerable.Range(0, 4).Select(_ => Job(at: After(3)))], T0, None);
        (await ArmTimedAsync(4)).Count.ShouldBe(4);
    }

    private ValueTask<IReadOnlyList<ArmedRow>> ArmTimedAsync(int limit) => Store.ArmAsync(After(-1), After(5), limit, None);

    private async Task<Func<Task<JobId>>> PreparedAsync(string way)
    {
        NewJob job = Job(at: After(1));
        switch (way)
        {
            case "submitted":
                return async () => (await SubmittedAsync(job)).Id;
            case "submitted with others":
                return async () => (await Store.SubmitAllAsync([job, Job(at: After(60))], T0, None))[0].Id;
            case "followed":
                ArmedRow parent = await ArmedAsync(Job());
                return async () =>
                {
                    (await CompleteAsync(Ended(parent) with { FollowUps = [job] })).ShouldBe(CompletionAnswer.Committed);
                    return job.Id;
                };
            case "planned next":
                ArmedRow row = await ArmedAsync(Repeating());
                return async () =>
                {
                    (await CompleteAsync(Ended(row, next: new NextStart(After(1), After(1), 0)))).ShouldBe(CompletionAnswer.Committed);
                    return row.Id;
                };
            case "planned by an edit":
                NewJob late = await SubmittedAsync(Job(at: After(60)));
                return async () =>
                {
                    _ = await Store.EditAsync(Owner, late.Id, new JobChange { Plan = new NewPlan(After(1), After(1), null) }, Grip.None, None);
                    return late.Id;
                };
            case "run now":
                NewJob later = await SubmittedAsync(Job(at: After(60)));
                return async () =>
                {
                    _ = await Store.RunNowAsync(Owner, later.Id, Grip.None, After(0.5), None);
                    return later.Id;
                };
            case "released":
                ArmedRow held = await ArmedAsync(job);
                return async () =>
                {
                    await Store.ReleaseAsync([HoldOf(held)], None);
                    return held.Id;
                };
            case "resumed":
                _ = await SubmittedAsync(job);
                _ = await Store.PauseAsync(Owner, job.Id, Grip.None, None);
                return async () =>
                {
                    (await Store.ResumeAsync(Owner, job.Id, new ResumePlan { Version = 1, Due = job.Due }, None)).ShouldBe(ChangeAnswer.Applied);
                    return job.Id;
                };
            case "unparked":
                await Store.ParkAsync([HoldOf(await ArmedAsync(job))], "no", None);
                return async () =>
                {
                    (await Store.UnparkAsync([Kind], None)).ShouldBe(1);
                    return job.Id;
                };
            default:
                PostgreSqlStore dead = await Pg.OpenOtherAsync(T0);
                _ = await SubmittedAsync(job);
                _ = await ArmOneAsync(dead);
                _ = await Own.TryTakeOverAsync(Pg.NodeOf(dead), 0, None);
                return async () =>
                {
                    (await Own.SettleAsync(T0, default, 500, None)).Released.ShouldBe(1);
                    return job.Id;
                };
        }
    }
}
