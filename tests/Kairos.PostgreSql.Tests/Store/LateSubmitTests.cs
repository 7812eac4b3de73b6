using Kairos.Jobs;
using Kairos.Lab.Network;
using Kairos.PostgreSql.Connections;
using Kairos.PostgreSql.Submitting;
using Kairos.PostgreSql.Verbs;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>Submits that are given up and carried out later, when their job has been stored again, has run and is gone.</summary>
public sealed class LateSubmitTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_submit_that_reaches_the_server_after_its_job_has_run_is_not_carried_out()
    {
        // Two ways to one server; where the first loses what is sent, the second is open.
        PgProxy first = Way();
        PgProxy second = Way();
        await using PostgreSqlStore store = Pg.NewPostgreSqlStore(o => o with
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(first.Through(o.ConnectionString)) { Host = $"127.0.0.1:{first.Port},127.0.0.1:{second.Port}" }.ConnectionString,
            AnswerWithin = s_answerWithin,
            MostConnections = 10,
        });
        _ = await store.OpenAsync(T0, None);
        _ = await store.SubmitAsync(Job(at: After(1e6)), T0, None);
        NewJob job = Job();
        await using NpgsqlConnection beside = new($"{first.Through(Pg.ConnectionString)};Pooling=false");
        await beside.OpenAsync(None);
        first.Set(Lab.Network.Way.ToServer, Passage.Held);
        first.RefuseNew(true);

        (await store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
        ArmedRow row = (await Store.ArmAsync(Instant.Min, After(1), 10, None)).ShouldHaveSingleItem();
        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Committed);

        // What was held comes now, as when TCP repeats it.
        await using NpgsqlCommand last = new("select 1", beside);
        Task<object?> arrives = last.ExecuteScalarAsync(None);
        first.Clear();
        _ = await arrives;
        await UntilAsync(() => Pg.Query("select pid from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()").Count == 0, "nobody works");
        (await FindAsync(job.Id)).ShouldBeNull();
        (await RunsAsync(job.Id)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_try_that_was_given_up_in_the_middle_is_ended_before_it_is_decided(bool many)
    {
        await using Database database = new(new PostgreSqlStoreOptions { ConnectionString = Pg.ConnectionString, AnswerWithin = TimeSpan.FromMinutes(5) }, TimeProvider.System);
        SubmitVerb verb = new(database);
        SubmitRecovery recovery = new(database, verb, NullLogger.Instance, TimeProvider.System);
        NewJob job = Job("k");
        Trail trail = new();
        await using NpgsqlConnection lost = await database.OpenAsync();
        trail.Enter(lost);
        await using NpgsqlTransaction transaction = await lost.BeginTransactionAsync(None);
        _ = await verb.StoreAsync(lost, job, T0);

        SubmitAnswer answer = many
            ? (await recovery.RecoverAllAsync([job], T0, trail, new TimeoutException("of a test")).AsTask().WaitAsync(s_patience, TimeProvider.System)).ShouldHaveSingleItem()
            : await RecoveredAsync(recovery, trail, job);

        answer.ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
        _ = await Should.ThrowAsync<NpgsqlException>(async () => await transaction.CommitAsync(None));
        Pg.Query("select id from kairos.job").ShouldBe([job.Id.Value.ToString()]);
    }

    [Fact]
    public async Task Work_that_was_given_up_before_it_had_a_connection_sends_nothing()
    {
        await using Database database = new(new PostgreSqlStoreOptions { ConnectionString = Pg.ConnectionString }, TimeProvider.System);
        Trail trail = new();
        await database.EndAsync(trail, s_answerWithin);

        await using NpgsqlConnection late = await database.OpenAsync();
        Should.Throw<NpgsqlException>(() => trail.Enter(late)).Message.ShouldContain("given up");
    }

    [Fact]
    public async Task Sessions_have_names_of_their_own_and_one_that_is_ended_leaves_the_others()
    {
        await using Database database = new(new PostgreSqlStoreOptions { ConnectionString = $"{Pg.ConnectionString};Application Name={new string('n', 63)}" }, TimeProvider.System);
        await using NpgsqlConnection ended = await database.OpenAsync();
        await using NpgsqlConnection other = await database.OpenAsync();
        Session.NameOf(ended).ShouldNotBe(Session.NameOf(other));
        Session.NameOf(other).ShouldStartWith(new string('n', 40) + " ");
        Trail trail = new();
        trail.Enter(ended);

        await database.EndAsync(trail, s_answerWithin);
        await database.EndAsync(trail, s_answerWithin);

        await using NpgsqlCommand lives = new("select 1", other);
        (await lives.ExecuteScalarAsync(None)).ShouldBe(1);
        await using NpgsqlCommand dead = new("select 1", ended);
        _ = await Should.ThrowAsync<NpgsqlException>(async () => await dead.ExecuteScalarAsync(None));
    }

    private static async Task<SubmitAnswer> RecoveredAsync(SubmitRecovery recovery, Trail trail, NewJob job)
    {
        Submitter.Request request = new(job, T0) { Deadline = Deadline.In(s_patience) };
        await recovery.RecoverAsync([request], trail, new TimeoutException("of a test"));
        return await request.Answer.Task;
    }

    private PgProxy Way()
    {
        PgProxy way = PgProxy.Start(new NpgsqlConnectionStringBuilder(Pg.ConnectionString).Port);
        Pg.CloseLast(way);
        return way;
    }
}
