using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>One bad end in a batch harms no other.</summary>
public sealed class BatchTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private const int Size = 512;
    private const int BatchHalved = 3002;

    private readonly ListLogger _logger = new();

    [Fact]
    public async Task A_follow_up_that_is_there_already_refuses_its_own_end_alone()
    {
        NewJob standing = await SubmittedAsync(Job(at: After(1e6)));
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        Completion[] ends = [.. rows.Select((row, i) => Ended(row) with { FollowUps = [i == 300 ? standing : Job(at: After(1e6))] })];

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(ends, T0, None);

        // This very id is there: by itself it counts as the same follow-up, from an earlier try.
        answers.ShouldAllBe(answer => answer == CompletionAnswer.Committed);
        CheckHalvings();
        Pg.Query("select count(*) from kairos.run").ShouldBe([$"{Size}"]);
        Pg.Query("select count(*) from kairos.job").ShouldBe([$"{Size}"]);
    }

    [Fact]
    public async Task A_follow_up_whose_key_is_taken_refuses_its_own_end_alone()
    {
        _ = await SubmittedAsync(Job("taken", After(1e6)));
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        Completion[] ends = [.. rows.Select((row, i) => Ended(row) with { FollowUps = i == 300 ? [Job("taken")] : [] })];

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(ends, T0, None);

        answers.Select((answer, i) => (answer, i)).Where(a => a.answer != CompletionAnswer.Committed).ShouldBe([(CompletionAnswer.Unstorable, 300)]);
        (await StandingAsync(rows[300].Id)).State.ShouldBe(JobState.Armed);
        Pg.Query("select count(*) from kairos.run").ShouldBe([$"{Size - 1}"]);
    }

    [Fact]
    public async Task A_run_whose_number_is_taken_gets_the_next_one()
    {
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        ArmedRow row = rows[77];
        _ = Pg.Query($"insert into kairos.run select shard, id, due, 1, 0, at, null, at, 9, null, owner, kind, key, null, null from kairos.job where id = '{row.Id.Value}'");

        (await Store.CompleteAsync([.. rows.Select(r => Ended(r))], T0, None)).ShouldAllBe(answer => answer == CompletionAnswer.Committed);

        CheckHalvings();
        (await RunsAsync(row.Id)).Select(run => run.Attempt).ShouldBe([1, 2]);
        Pg.Query("select count(*) from kairos.run").ShouldBe([$"{Size + 1}"]);
        Pg.Query("select id from kairos.job").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_is_found_where_it_was_claimed_or_else_by_its_id(bool goesOn)
    {
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        rows.ShouldAllBe(row => row.Place != 0);
        _ = Pg.Query($"update kairos.job set reason = 'moved' where id = '{rows[5].Id.Value}'");
        Completion[] ends = [.. rows.Select((row, i) => Ended(row, next: NextOf(row, goesOn)) with { Place = i % 3 == 0 ? 0 : i == 7 ? rows[8].Place : row.Place })];

        (await Store.CompleteAsync(ends, T0, None)).ShouldAllBe(answer => answer == CompletionAnswer.Committed);

        Pg.Query("select count(distinct job) || ' of ' || count(*) from kairos.run").ShouldBe([$"{Size} of {Size}"]);
        Pg.Query("select count(distinct id) from kairos.job where node is null and state = 0").ShouldBe([$"{(goesOn ? Size : 0)}"]);
        Pg.Query("select count(*) from kairos.job where node is not null").ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_bad_end_among_rows_that_moved_has_nothing_said_again_that_was_accepted()
    {
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        string moved = string.Join(',', rows.Take(3).Select(row => $"'{row.Id.Value}'"));
        _ = Pg.Query($"update kairos.job set reason = 'moved' where id in ({moved})");
        _ = Pg.Query($"insert into kairos.run select shard, id, due, 1, 0, at, null, at, 9, null, owner, kind, key, null, null from kairos.job where id = '{rows[1].Id.Value}'");

        (await Store.CompleteAsync([.. rows.Select(row => Ended(row, next: NextDue(row)))], T0, None)).ShouldAllBe(answer => answer == CompletionAnswer.Committed);

        _logger.Of(BatchHalved).ShouldBeEmpty();
        (await RunsAsync(rows[1].Id)).Select(run => run.Attempt).ShouldBe([1, 2]);
        Pg.Query("select count(*) from kairos.run").ShouldBe([$"{Size + 1}"]);
        Pg.Query("select count(*) from kairos.job where node is null").ShouldBe([$"{Size}"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_stands_where_a_row_was_claimed_is_left_alone(bool goesOn)
    {
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        _ = Pg.Query("delete from kairos.job");
        _ = Pg.Query("vacuum kairos.job");
        NewJob other = await SubmittedAsync(Job(at: After(1e6)));

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync([.. rows.Select(row => Ended(row, next: NextOf(row, goesOn)))], T0, None);

        answers.ShouldAllBe(answer => answer == CompletionAnswer.Refused);
        (await StandingAsync(other.Id)).State.ShouldBe(JobState.Waiting);
        Pg.Query("select job from kairos.run").ShouldBeEmpty();
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud800')]
    public async Task A_follow_up_with_a_name_that_is_no_text_refuses_its_own_end_alone(char bad)
    {
        string owner = $"a{bad}b";
        IReadOnlyList<ArmedRow> rows = await ArmManyAsync();
        Completion[] ends = [.. rows.Select((row, i) => Ended(row) with { FollowUps = i == 511 ? [Job(at: After(1e6)) with { Owner = owner }] : [Job(at: After(1e6))] })];

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(ends, T0, None);

        answers.Select((answer, i) => (answer, i)).Where(a => a.answer != CompletionAnswer.Committed).ShouldBe([(CompletionAnswer.Unstorable, 511)]);
        CheckHalvings();
        Pg.Query("select count(*) from kairos.run").ShouldBe([$"{Size - 1}"]);
    }

    [Fact]
    public async Task Of_two_ends_of_one_job_that_under_the_old_fence_is_refused()
    {
        ArmedRow old = await ArmedAsync(Repeating());
        await Store.ReleaseAsync([HoldOf(old)], None);
        ArmedRow row = await ArmOneAsync();

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync([Ended(old, next: NextDue(old)), Ended(row, next: NextDue(row))], T0, None);

        answers.ShouldBe([CompletionAnswer.Refused, CompletionAnswer.Committed]);
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Fence.ShouldBe(row.Fence);
    }

    [Fact]
    public async Task Ends_that_a_deadlock_undid_are_said_again()
    {
        ArmedRow first = await ArmedAsync(Repeating());
        ArmedRow second = await ArmedAsync(Repeating());
        await using NpgsqlConnection other = new($"{Pg.ConnectionString};Pooling=false;Options=-c deadlock_timeout=10s");
        await other.OpenAsync(None);
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync(None);
        await LockAsync(other, second);
        Task<IReadOnlyList<CompletionAnswer>> ends = Task.Run(() => Store.CompleteAsync([Ended(first, next: NextDue(first)), Ended(second, next: NextDue(second))], T0, None).AsTask());
        await UntilSomebodyWaitsAsync();

        // Whoever looks first is undone: the other's patience is longer.
        await LockAsync(other, first);
        await transaction.CommitAsync(None);

        (await ends).ShouldBe([CompletionAnswer.Committed, CompletionAnswer.Committed]);
    }

    [Fact]
    public async Task What_somebody_changes_at_that_moment_is_marked_all_the_same()
    {
        ArmedRow[] rows = [await ArmedAsync(Repeating()), await ArmedAsync(Repeating())];

        IReadOnlyList<bool> marked = await WhileAskedAsync(rows[1], () => Store.MarkAsync([.. rows.Select(row => new Mark(HoldOf(row), MarkKind.Gate, T0))], None));

        marked.ShouldBe([true, true]);
        Pg.Query("select count(*) from kairos.job where mark_kind <> 0").ShouldBe(["2"]);
    }

    [Fact]
    public async Task What_somebody_changes_at_that_moment_ends_all_the_same()
    {
        ArmedRow[] rows = [await ArmedAsync(Repeating()), await ArmedAsync(Repeating())];

        IReadOnlyList<CompletionAnswer> ends = await WhileAskedAsync(rows[1], () => Store.CompleteAsync([.. rows.Select(row => Ended(row, next: NextDue(row)))], T0, None));

        ends.ShouldBe([CompletionAnswer.Committed, CompletionAnswer.Committed]);
    }

    protected override Stores.Contract.StoreHome CreateHome() => new PostgreSqlHome(Databases) { Logger = _logger };

    private static NextStart? NextOf(ArmedRow row, bool goesOn) => goesOn ? NextDue(row) : null;

    private static async Task LockAsync(NpgsqlConnection by, ArmedRow row)
    {
        await using NpgsqlCommand command = new($"select 1 from kairos.job where id = '{row.Id.Value}' for update", by);
        await command.ExecuteNonQueryAsync(None);
    }

    // Asked by a transaction that begins before the work and ends after it has begun to wait for the row.
    private async Task<T> WhileAskedAsync<T>(ArmedRow row, Func<ValueTask<T>> work)
    {
        await using NpgsqlConnection other = new($"{Pg.ConnectionString};Pooling=false");
        await other.OpenAsync(None);
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync(None);
        await using (NpgsqlCommand ask = new($"update kairos.job set asked = 1 where id = '{row.Id.Value}'", other))
        {
            await ask.ExecuteNonQueryAsync(None);
        }

        Task<T> working = Task.Run(() => work().AsTask());
        await UntilSomebodyWaitsAsync();
        await transaction.CommitAsync(None);
        return await working;
    }

    private async Task<IReadOnlyList<ArmedRow>> ArmManyAsync()
    {
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, Size).Select(_ => Job())], T0, None);
        IReadOnlyList<ArmedRow> rows = await Store.ArmAsync(Instant.Min, After(1), 1_000, None);
        rows.Count.ShouldBe(Size);
        return rows;
    }

    // Halved once a level until the culprit stands alone: 512 to 2.
    private void CheckHalvings() => _logger.Of(BatchHalved).Count().ShouldBe(9);
}
