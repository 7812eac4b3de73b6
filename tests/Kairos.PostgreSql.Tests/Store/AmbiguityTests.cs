using Kairos.Jobs;
using Kairos.Lab.Network;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>What was carried out while its answer was lost, and what was not.</summary>
public sealed class AmbiguityTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private PgProxy? _proxy;

    [Fact]
    public async Task A_submit_whose_answer_was_lost_is_created_once()
    {
        PostgreSqlStore store = await ThroughAsync();
        NewJob job = Job("k");
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfWrite, Inserts);

        (await store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));

        await dropped;
        Pg.Query("select id from kairos.job").ShouldBe([job.Id.Value.ToString()]);
    }

    [Fact]
    public async Task A_submit_whose_answer_was_lost_and_whose_job_has_run_since_is_created_once()
    {
        PostgreSqlStore store = await ThroughAsync();
        NewJob job = Job("k");
        _ = await store.SubmitAsync(Job(at: After(1e6)), T0, None);
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfWrite, Inserts);
        _proxy.RefuseNew(true);
        Task<SubmitAnswer> submit = store.SubmitAsync(job, T0, None).AsTask();
        await dropped;
        ArmedRow row = (await Store.ArmAsync(Instant.Min, After(1), 1, None)).ShouldHaveSingleItem();
        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Committed);
        _proxy.RefuseNew(false);

        (await submit).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));

        (await FindAsync(job.Id)).ShouldBeNull();
        (await RunsAsync(job.Id)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(KeyConflict.Reject, SubmitStatus.KeyTaken)]
    [InlineData(KeyConflict.Keep, SubmitStatus.Kept)]
    public async Task A_submit_whose_answer_was_lost_and_whose_key_is_taken_is_told_so(KeyConflict conflict, SubmitStatus status)
    {
        PostgreSqlStore store = await ThroughAsync();
        NewJob standing = await SubmittedAsync(Job("k"));
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfWrite, Inserts);

        (await store.SubmitAsync(Job("k") with { Conflict = conflict }, T0, None)).ShouldBe(new SubmitAnswer(status, standing.Id));
        await dropped;
    }

    [Fact]
    public async Task A_submit_with_an_idempotency_key_whose_commit_was_not_answered_is_created_once()
    {
        PostgreSqlStore store = await ThroughAsync();
        NewJob job = Job() with { IdempotencyKey = "once", ContentHash = new byte[] { 1 }, IdempotencyUntil = After(60) };
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfCommit);

        (await store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));

        await dropped;
        Pg.Query("select id from kairos.job").Count.ShouldBe(1);
        (await store.SubmitAsync(job with { Id = NewId() }, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, job.Id));
    }

    [Fact]
    public async Task An_end_whose_answer_was_lost_is_committed_once()
    {
        PostgreSqlStore store = await ThroughAsync();
        _ = await SubmittedAsync(Repeating());
        ArmedRow row = await ArmOneAsync(store);
        Completion end = Ended(row, next: NextDue(row)) with { FollowUps = [Job(at: After(100))] };
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfWrite | Answers.OfCommit);

        (await Should.ThrowAsync<StoreUnavailableException>(store.CompleteAsync([end], T0, None).AsTask())).Message.ShouldContain("It can't be told");
        await dropped;
        await UntilAsync(() => IsBackAsync(store, NewId()), "the store is back");
        (await store.CompleteAsync([end], T0, None)).ShouldBe([CompletionAnswer.Committed]);

        (await RunsAsync(row.Id)).Count.ShouldBe(1);
        Pg.Query("select id from kairos.job").Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_an_arm_claimed_whose_answer_was_lost_is_held()
    {
        PostgreSqlStore store = await ThroughAsync();
        NewJob job = await SubmittedAsync(Job());
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfWrite, static sql => sql.Contains("skip locked", StringComparison.Ordinal));

        _ = await Should.ThrowAsync<StoreUnavailableException>(store.ArmAsync(Instant.Min, Instant.Max, 10, None).AsTask());

        await dropped;
        await UntilAsync(() => IsBackAsync(store, NewId()), "the store is back");
        (await store.HeldAsync(None)).ShouldHaveSingleItem().Id.ShouldBe(job.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_to_end_a_hold_and_is_at_its_commit_decides_whether_it_is_adopted(bool commits)
    {
        PostgreSqlStore store = await ThroughAsync();
        ArmedRow row = await ArmedByAsync(store, Job());
        await using NpgsqlConnection other = new($"{Pg.ConnectionString};Pooling=false");
        await other.OpenAsync(None);
        await using NpgsqlTransaction ending = await other.BeginTransactionAsync(None);
        await using NpgsqlCommand release = new($"update kairos.job set node = null, fence = fence + 1 where id = '{row.Id.Value}'", other);
        await release.ExecuteNonQueryAsync(None);

        // As far as can be seen it is held.
        (await store.HeldAsync(None)).ShouldBe([HoldOf(row)]);
        (await store.AdoptAsync([HoldOf(row)], None)).ShouldBeEmpty();

        await (commits ? ending.CommitAsync(None) : ending.RollbackAsync(None));
        IReadOnlyList<ArmedRow> adopted = await store.AdoptAsync(await store.HeldAsync(None), None);
        adopted.Select(HoldOf).ShouldBe(commits ? [] : [new Hold(row.Id, row.Fence + 1)]);
    }

    [Fact]
    public async Task Without_a_connection_nothing_was_written_and_that_is_said()
    {
        PostgreSqlStore store = await ThroughAsync();
        _proxy!.RefuseNew(true);
        _ = _proxy.CutAll();
        await UntilAsync(() => _proxy.Connections == 0, "all are cut");

        StoreUnavailableException last = await Should.ThrowAsync<StoreUnavailableException>(store.SubmitAsync(Job(), T0, None).AsTask());

        last.Message.ShouldContain("Nothing was written");
        Pg.Query("select id from kairos.job").ShouldBeEmpty();
        _proxy.RefuseNew(false);
        await UntilAsync(() => IsBackAsync(store, NewId()), "the store is back");
        (await store.SubmitAsync(Job(), T0, None)).Status.ShouldBe(SubmitStatus.Created);
    }

    [Fact]
    public async Task A_pool_without_a_free_connection_is_told_and_nothing_was_written()
    {
        PostgreSqlStore store = await ThroughAsync(TimeSpan.FromSeconds(4));
        using ManualResetEventSlim end = new();
        TaskCompletionSource[] taken = [new(), new(), new()];
        Task[] readers =
        [
            .. taken.Select(each => store.ReadAsync(
                connection =>
                {
                    each.SetResult();
                    end.Wait(None);
                    return 0;
                },
                None).AsTask()),
        ];
        await Task.WhenAll(taken.Select(static each => each.Task)).WaitAsync(s_patience, TimeProvider.System);

        StoreUnavailableException refused = await Should.ThrowAsync<StoreUnavailableException>(store.CancelAsync(Owner, NewId(), Grip.None, T0, None).AsTask());

        refused.Message.ShouldContain("Nothing was written");
        end.Set();
        await Task.WhenAll(readers);
        (await store.CancelAsync(Owner, NewId(), Grip.None, T0, None)).ShouldBe(ChangeAnswer.NotFound);
    }

    [Fact]
    public async Task A_session_that_is_ended_by_the_server_leaves_no_doubt_behind()
    {
        PostgreSqlStore store = await ThroughAsync(TimeSpan.FromSeconds(6));
        NewJob job = Job("k");
        await using NpgsqlConnection other = new($"{Pg.ConnectionString};Pooling=false");
        await other.OpenAsync(None);
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync(None);
        _ = await Own.SubmitAsync(transaction, Job("k"), T0);
        Task<SubmitAnswer> submit = store.SubmitAsync(job, T0, None).AsTask();
        await UntilSomebodyWaitsAsync();

        // As a restart of the server would, in the middle of the statement.
        _ = Pg.Query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        await UntilSomebodyWaitsAsync();
        await transaction.RollbackAsync(None);

        (await submit).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
        Pg.Query("select id from kairos.job").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("k")]
    public async Task Many_jobs_whose_commit_was_not_answered_are_created_once(string? key)
    {
        PostgreSqlStore store = await ThroughAsync(TimeSpan.FromSeconds(15));
        NewJob[] jobs = [.. Enumerable.Range(0, 3_000).Select(i => Job(key is null || i > 2 ? null : $"{key}{i}"))];
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfCommit);

        IReadOnlyList<SubmitAnswer> answers = await store.SubmitAllAsync(jobs, T0, None);

        await dropped;
        answers.ShouldBe(jobs.Select(static job => new SubmitAnswer(SubmitStatus.Created, job.Id)));
        Pg.Query("select count(*) from kairos.job").ShouldBe(["3000"]);
    }

    [Fact]
    public async Task Many_jobs_whose_commit_was_not_answered_and_of_which_some_have_run_since_run_once()
    {
        PostgreSqlStore store = await ThroughAsync(TimeSpan.FromSeconds(15));
        NewJob[] jobs = [.. Enumerable.Range(0, 200).Select(_ => Job())];
        Task dropped = _proxy!.DropNextAnswerAsync(Answers.OfCommit);
        _proxy.RefuseNew(true);
        Task<IReadOnlyList<SubmitAnswer>> submit = store.SubmitAllAsync(jobs, T0, None).AsTask();
        await dropped;
        IReadOnlyList<ArmedRow> rows = await Store.ArmAsync(Instant.Min, After(1), 50, None);
        _ = await Store.CompleteAsync([.. rows.Select(row => Ended(row))], T0, None);
        _proxy.RefuseNew(false);

        (await submit).ShouldBe(jobs.Select(static job => new SubmitAnswer(SubmitStatus.Created, job.Id)));

        Pg.Query("select count(*) from kairos.job").ShouldBe(["150"]);
    }

    [Fact]
    public async Task Many_jobs_whose_copy_was_cut_off_in_the_middle_are_created_once()
    {
        PostgreSqlStore store = await ThroughAsync(TimeSpan.FromSeconds(15));
        NewJob[] jobs = [.. Enumerable.Range(0, 5_000).Select(_ => Job())];

        IReadOnlyList<SubmitAnswer> answers = await store.SubmitAllAsync(new TwiceRead(jobs, () => _ = _proxy!.CutAll()), T0, None);

        answers.ShouldBe(jobs.Select(static job => new SubmitAnswer(SubmitStatus.Created, job.Id)));
        Pg.Query("select count(*) from kairos.job").ShouldBe(["5000"]);
    }

    [Fact]
    public async Task Many_jobs_whose_transaction_was_cut_off_as_it_began_are_created_once()
    {
        PostgreSqlStore store = await ThroughAsync(TimeSpan.FromSeconds(15));
        NewJob[] jobs = [.. Enumerable.Range(0, 5_000).Select(_ => Job())];
        _proxy!.Set(Way.ToServer, Passage.Held);
        Task<IReadOnlyList<SubmitAnswer>> submit = store.SubmitAllAsync(jobs, T0, None).AsTask();

        _ = _proxy.CutAll();
        _proxy.Clear();

        (await submit).ShouldBe(jobs.Select(static job => new SubmitAnswer(SubmitStatus.Created, job.Id)));
        Pg.Query("select count(*) from kairos.job").ShouldBe(["5000"]);
    }

    private async Task<ArmedRow> ArmedByAsync(PostgreSqlStore store, NewJob job)
    {
        _ = await SubmittedAsync(job);
        return await ArmOneAsync(store);
    }

    private static bool Inserts(string sql) => sql.Contains("insert into kairos.job", StringComparison.Ordinal);

    private static async Task<bool> IsBackAsync(PostgreSqlStore store, JobId job)
    {
        try
        {
            _ = await store.FindAsync(Owner, job, None);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    // Open and joined, its way leading through the proxy.
    private async Task<PostgreSqlStore> ThroughAsync(TimeSpan? answerWithin = null)
    {
        _proxy = PgProxy.Start(new NpgsqlConnectionStringBuilder(Pg.ConnectionString).Port);
        Pg.CloseLast(_proxy);
        PostgreSqlStore store = Pg.NewPostgreSqlStore(o => o with { ConnectionString = _proxy.Through(o.ConnectionString), AnswerWithin = answerWithin ?? s_answerWithin, MostConnections = 10 });
        Pg.CloseLast(store);
        _ = await store.OpenAsync(T0, None);
        await Pg.JoinAsync(store, T0);
        return store;
    }
}
