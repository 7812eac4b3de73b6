using Kairos.Jobs;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class CallerTransactionTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_is_there_when_the_transaction_commits_or_not_at_all(bool commit)
    {
        NewJob job = Job("k");

        (await WithinAsync(commit, job)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));

        (await FindAsync(job.Id) is not null).ShouldBe(commit);
        (await Store.SubmitAsync(Job("k"), T0, None)).Status.ShouldBe(commit ? SubmitStatus.KeyTaken : SubmitStatus.Created);
    }

    [Theory]
    [InlineData(KeyConflict.Reject, SubmitStatus.KeyTaken, 1)]
    [InlineData(KeyConflict.Keep, SubmitStatus.Kept, 1)]
    [InlineData(KeyConflict.Replace, SubmitStatus.Replaced, 2)]
    public async Task A_key_that_is_taken_is_treated_as_elsewhere(KeyConflict conflict, SubmitStatus status, int version)
    {
        NewJob standing = await SubmittedAsync(Job("k"));

        (await WithinAsync(commit: true, Job("k") with { Conflict = conflict })).ShouldBe(new SubmitAnswer(status, standing.Id));

        (await StandingAsync(standing.Id)).Version.ShouldBe(version);
    }

    [Theory]
    [InlineData(true, SubmitStatus.Repeated)]
    [InlineData(false, SubmitStatus.Created)]
    public async Task An_idempotency_key_is_claimed_with_the_transaction(bool commit, SubmitStatus next)
    {
        NewJob job = Idempotent();

        _ = await WithinAsync(commit, job);

        (await Store.SubmitAsync(job with { Id = NewId() }, T0, None)).Status.ShouldBe(next);
    }

    [Fact]
    public async Task An_idempotency_key_is_free_again_when_its_submit_was_refused_and_the_transaction_goes_on()
    {
        NewJob standing = await SubmittedAsync(Job("k"));
        NewJob job = Idempotent("k");
        (await WithinAsync(commit: true, job)).Status.ShouldBe(SubmitStatus.KeyTaken);
        _ = await Store.CancelAsync(Owner, standing.Id, Grip.None, T0, None);

        (await Store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
    }

    [Fact]
    public async Task An_idempotency_key_is_free_again_when_its_submit_was_refused_among_many()
    {
        NewJob standing = await SubmittedAsync(Job("k"));
        NewJob job = Idempotent("k");
        (await Store.SubmitAllAsync([Job(), job], T0, None))[1].Status.ShouldBe(SubmitStatus.KeyTaken);
        _ = await Store.CancelAsync(Owner, standing.Id, Grip.None, T0, None);

        (await Store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_submit_of_the_same_idempotency_key_waits_for_the_transaction(bool commit)
    {
        NewJob job = Idempotent();
        await using NpgsqlConnection connection = await ConnectedAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(None);
        _ = await Own.SubmitAsync(transaction, job, T0);
        NewJob again = job with { Id = NewId() };
        Task<SubmitAnswer> beside = Task.Run(() => Store.SubmitAsync(again, T0, None).AsTask());
        await UntilSomebodyWaitsAsync();

        await (commit ? transaction.CommitAsync(None) : transaction.RollbackAsync(None));

        (await beside).ShouldBe(commit ? new SubmitAnswer(SubmitStatus.Repeated, job.Id) : new SubmitAnswer(SubmitStatus.Created, again.Id));
    }

    [Theory]
    [InlineData(KeyConflict.Reject, false)]
    [InlineData(KeyConflict.Replace, true)]
    public async Task Only_submits_of_its_key_wait_for_the_transaction(KeyConflict conflict, bool stands)
    {
        if (stands)
        {
            _ = await SubmittedAsync(Job("k"));
        }

        await using NpgsqlConnection connection = await ConnectedAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(None);
        _ = await Own.SubmitAsync(transaction, Job("k") with { Conflict = KeyConflict.Replace }, T0);
        NewJob once = Idempotent();
        _ = await Own.SubmitAsync(transaction, once, T0);

        List<Task<SubmitAnswer>> waiting = [];
        for (int i = 0; i < 4; i++)
        {
            waiting.Add(Store.SubmitAsync(Job("k") with { Conflict = conflict }, T0, None).AsTask());
            await UntilSomebodyWaitsAsync();
        }

        Task<SubmitAnswer> repeated = Store.SubmitAsync(once with { Id = NewId() }, T0, None).AsTask();
        NewJob[] innocent = [.. Enumerable.Range(0, 1_000).Select(i => Job(i % 2 == 0 ? null : $"i{i}"))];
        Task<SubmitAnswer[]> others = Task.WhenAll(innocent.Select(job => Store.SubmitAsync(job, T0, None).AsTask()));

        (await others.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System)).ShouldAllBe(static answer => answer.Status == SubmitStatus.Created);
        waiting.ShouldAllBe(static each => !each.IsCompleted);
        repeated.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync(None);
        (await Task.WhenAll(waiting)).ShouldAllBe(answer => answer.Status == (stands ? SubmitStatus.Replaced : SubmitStatus.KeyTaken));
        (await repeated).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, once.Id));
    }

    [Fact]
    public async Task A_submit_that_waited_in_vain_is_told_that_nothing_was_written()
    {
        await using PostgreSqlStore store = Pg.NewPostgreSqlStore(static o => o with { AnswerWithin = TimeSpan.FromSeconds(3) });
        _ = await store.OpenAsync(T0, None);
        await using NpgsqlConnection connection = await ConnectedAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(None);
        _ = await Own.SubmitAsync(transaction, Job("k"), T0);

        (await Should.ThrowAsync<StoreUnavailableException>(store.SubmitAsync(Job("k"), T0, None).AsTask())).Message.ShouldContain("Nothing was written");

        (await store.SubmitAsync(Job("other"), T0, None)).Status.ShouldBe(SubmitStatus.Created);
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        await using NpgsqlConnection connection = await ConnectedAsync();
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(None);
        await transaction.CommitAsync(None);
        await transaction.DisposeAsync();

        (await Should.ThrowAsync<Exception>(Own.SubmitAsync(transaction, Job(), T0).AsTask())).Message.ShouldContain("transaction", Case.Insensitive);
    }

    private static NewJob Idempotent(string? key = null) => Job(key) with
    {
        IdempotencyKey = "once",
        ContentHash = new byte[] { 1, 2, 3 },
        IdempotencyUntil = After(3_600),
    };

    private async Task<NpgsqlConnection> ConnectedAsync()
    {
        NpgsqlConnection connection = new($"{Pg.ConnectionString};Pooling=false");
        await connection.OpenAsync(None);
        return connection;
    }

    private async Task<SubmitAnswer> WithinAsync(bool commit, NewJob job)
    {
        await using NpgsqlConnection connection = await ConnectedAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(None);
        SubmitAnswer answer = await Own.SubmitAsync(transaction, job, T0);
        await (commit ? transaction.CommitAsync(None) : transaction.RollbackAsync(None));
        return answer;
    }
}
