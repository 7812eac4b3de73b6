using System.Globalization;
using System.Threading.Channels;
using Kairos.Jobs;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class CallTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_planned_soon_calls_the_others()
    {
        Channel<NodeCall> heard = await ListenAsync(await Pg.OpenOtherAsync(T0));

        _ = await SubmittedAsync(Job(at: After(1.9)));

        (await NextAsync(heard)).ShouldBe(NodeCall.Arm);
    }

    [Fact]
    public async Task What_is_planned_later_calls_nobody()
    {
        Channel<NodeCall> heard = await ListenAsync(await Pg.OpenOtherAsync(T0));

        _ = await SubmittedAsync(Job(at: After(2)));
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, 200).Select(_ => Job(at: After(3)))], T0, None);
        await AskSomethingAsync(Own);

        (await NextAsync(heard)).ShouldBe(NodeCall.Ask);
    }

    [Fact]
    public async Task A_node_does_not_hear_itself()
    {
        PostgreSqlStore second = await Pg.OpenOtherAsync(T0);
        Channel<NodeCall> own = await ListenAsync(Own);
        Channel<NodeCall> other = await ListenAsync(second);

        _ = await SubmittedAsync(Job());
        (await NextAsync(other)).ShouldBe(NodeCall.Arm);
        await AskSomethingAsync(second);

        (await NextAsync(own)).ShouldBe(NodeCall.Ask);
    }

    [Fact]
    public async Task A_node_that_came_back_under_a_new_number_does_not_hear_itself_either()
    {
        PostgreSqlStore second = await Pg.OpenOtherAsync(T0);
        Channel<NodeCall> own = await ListenAsync(Own);
        Channel<NodeCall> other = await ListenAsync(second);
        await Pg.JoinAsync(Own, T0);

        _ = await SubmittedAsync(Job());
        (await NextAsync(other)).ShouldBe(NodeCall.Arm);
        await AskSomethingAsync(second);

        (await NextAsync(own)).ShouldBe(NodeCall.Ask);
    }

    [Fact]
    public async Task Many_calls_become_few()
    {
        Channel<NodeCall> heard = await ListenAsync(await Pg.OpenOtherAsync(T0));

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => Store.SubmitAsync(Job(), T0, None).AsTask()));
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, 2_000).Select(_ => Job())], T0, None);
        await AskSomethingAsync(Own);

        int calls = 0;
        while (await NextAsync(heard) == NodeCall.Arm)
        {
            calls++;
        }

        calls.ShouldBeInRange(1, 400);
    }

    [Fact]
    public async Task A_replace_of_a_held_job_and_a_change_that_its_node_has_not_seen_ask()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        Channel<NodeCall> heard = await ListenAsync(other);
        ArmedRow row = await ArmedAsync(Job("k", After(10)));

        _ = await Store.SubmitAsync(Job("k", After(10)) with { Conflict = KeyConflict.Replace }, T0, None);
        (await NextAsync(heard)).ShouldBe(NodeCall.Ask);
        (await Store.CancelAsync(Owner, row.Id, Grip.Unseen, T0, None)).ShouldBe(ChangeAnswer.Pending);
        (await NextAsync(heard)).ShouldBe(NodeCall.Ask);
    }

    [Fact]
    public async Task A_job_in_the_callers_transaction_calls_everybody_with_its_commit()
    {
        Channel<NodeCall> heard = await ListenAsync(Own);
        await using NpgsqlConnection connection = new($"{Pg.ConnectionString};Pooling=false");
        await connection.OpenAsync(None);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(None);
        _ = await Own.SubmitAsync(transaction, Job(), T0);
        await AskSomethingAsync(await Pg.OpenOtherAsync(T0));
        (await NextAsync(heard)).ShouldBe(NodeCall.Ask);

        await transaction.CommitAsync(None);

        (await NextAsync(heard)).ShouldBe(NodeCall.Arm);
    }

    [Fact]
    public async Task Whoever_lost_its_ear_hears_again_and_is_told_to_look()
    {
        Channel<NodeCall> heard = await ListenAsync(await Pg.OpenOtherAsync(T0));

        Pg.Query($"select pg_terminate_backend({Listeners().ShouldHaveSingleItem()})").ShouldBe(["True"]);

        NodeCall[] told = [await NextAsync(heard), await NextAsync(heard)];
        told.Order().ShouldBe([NodeCall.Arm, NodeCall.Ask]);
        await AskSomethingAsync(Own);
        (await NextAsync(heard)).ShouldBe(NodeCall.Ask);
    }

    [Fact]
    public async Task A_store_that_is_closed_listens_no_more()
    {
        PostgreSqlStore other = await Pg.OpenOtherAsync(T0);
        _ = await ListenAsync(other);

        await other.DisposeAsync();

        await UntilAsync(() => Listeners().Count == 0, "the listening session ends");
    }

    private static async Task<NodeCall> NextAsync(Channel<NodeCall> heard) => await heard.Reader.ReadAsync(None).AsTask().WaitAsync(s_patience, TimeProvider.System);

    private async Task AskSomethingAsync(PostgreSqlStore by)
    {
        string key = NewId().ToString();
        _ = await Store.SubmitAsync(Job(key, After(100)), T0, None);
        _ = await ArmAllAsync(10_000);
        (await by.SubmitAsync(Job(key, After(100)) with { Conflict = KeyConflict.Replace }, T0, None)).HeldUnder.ShouldNotBeNull();
    }

    private IReadOnlyList<string> Listeners() =>
        Pg.Query("select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %ask' and state = 'idle' order by pid");

    private async Task<Channel<NodeCall>> ListenAsync(PostgreSqlStore store)
    {
        int before = Listeners().Count;
        Channel<NodeCall> heard = Channel.CreateUnbounded<NodeCall>();
        _ = store.Listen(call => heard.Writer.TryWrite(call).ShouldBeTrue());
        await UntilAsync(() => Listeners().Count > before, string.Create(CultureInfo.InvariantCulture, $"{before + 1} sessions listen"));
        return heard;
    }
}
