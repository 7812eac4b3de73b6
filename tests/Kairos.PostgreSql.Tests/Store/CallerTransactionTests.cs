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
