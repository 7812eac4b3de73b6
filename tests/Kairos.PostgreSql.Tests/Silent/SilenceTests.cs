using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.Lab.Network;
using Kairos.PostgreSql.Tests.Store;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Silent;

/// <summary>The database says nothing: each call is answered all the same, and what comes after the silence meets none of it.</summary>
public sealed class SilenceTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(2);

    // Against a hang, and no measure: the slowest verb needs five times what a call may take.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private PgProxy _proxy = null!;

    [Fact]
    public Task Every_verb_is_answered_where_no_connection_can_be_made() => EveryVerbIsAnsweredAsync(() =>
    {
        _ = _proxy.CutAll();
        _proxy.Set(Way.Both, Passage.Swallowed);
    });

    [Fact]
    public Task Every_verb_is_answered_where_its_statement_gets_lost() => EveryVerbIsAnsweredAsync(() => _proxy.Set(Way.ToServer, Passage.Swallowed));

    [Fact]
    public Task Every_verb_is_answered_where_its_answer_gets_lost() => EveryVerbIsAnsweredAsync(() => _proxy.Set(Way.ToClient, Passage.Swallowed));

    [Fact]
    public async Task A_store_can_not_be_opened_through_silence()
    {
        _ = Network();
        _proxy.Set(Way.Both, Passage.Swallowed);
        await using PostgreSqlStore store = NewStore();

        _ = await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask().WaitAsync(s_patience, TimeProvider.System, None));
    }

    [Fact]
    public async Task A_store_is_closed_in_silence()
    {
        _ = Network();
        PostgreSqlStore store = await OpenAsync();
        _proxy.Set(Way.Both, Passage.Swallowed);
        Task submit = Should.ThrowAsync<StoreUnavailableException>(store.SubmitAsync(Job(), T0, None).AsTask());

        await store.DisposeAsync().AsTask().WaitAsync(s_patience, TimeProvider.System, None);
        await submit;
    }

    [Fact]
    public async Task More_calls_than_connections_are_answered_and_the_first_after_the_silence_gets_a_connection_that_works()
    {
        _ = Network();
        PostgreSqlStore store = await OpenAsync();
        _proxy.Set(Way.Both, Passage.Swallowed);
        Task[] hung = [.. Enumerable.Range(0, 200).Select(_ => Should.ThrowAsync<StoreUnavailableException>(HangingAsync))];
        await Task.WhenAll(hung).WaitAsync(s_patience, TimeProvider.System, None);

        _proxy.Clear();
        NewJob job = Job();
        (await store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
        (await FindAsync(store, job.Id)).ShouldNotBeNull();
        _proxy.CancelRequests.ShouldBe(0);

        Task HangingAsync() => store.FindAsync(Owner, NewId(), None).AsTask();
    }

    [Fact]
    public async Task The_next_call_after_all_connections_were_cut_succeeds()
    {
        _ = Network();
        PostgreSqlStore store = await OpenAsync(TimeSpan.FromSeconds(15));
        _ = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => FindAsync(store, NewId())));
        _ = store.Beat(default);

        for (int i = 0; i < 5; i++)
        {
            await UntilAsync(() => _proxy.Connections > 0, "there is one to cut");
            _ = _proxy.CutAll();
            await UntilAsync(() => _proxy.Connections == 0, "all are cut");

            // Of the ways that were cut one is met, by whoever comes next; the others go with it. Where Npgsql looks at the way
            // first, as it does when it has forgotten what the host was, the call takes another one by itself.
            Exception? met = await Record.ExceptionAsync(() => FindAsync(store, NewId()));
            (met is null or StoreUnavailableException).ShouldBeTrue(met?.ToString());
            (await FindAsync(store, NewId())).ShouldBeNull();
            NewJob job = Job();
            (await store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
            _ = Should.Throw<StoreUnavailableException>(() => store.Beat(default));
            store.Beat(default).Alive.ShouldBeTrue();
        }
    }

    private async Task EveryVerbIsAnsweredAsync(Action silence)
    {
        _ = Network();
        IReadOnlyList<(string Name, Func<PostgreSqlStore, Task> Call)> verbs = EveryVerb.List(Owner, T0, key => Job(key));
        // A store each: none waits for another's connection.
        List<(string Name, Func<Task> Call)> calls = [];
        foreach ((string name, Func<PostgreSqlStore, Task> call) in verbs)
        {
            PostgreSqlStore store = await OpenAsync();
            calls.Add((name, () => call(store)));
        }

        silence();
        string[] unanswered = await Task.WhenAll(calls.Select(static each => ReportAsync(each.Name, each.Call)));

        unanswered.Where(static each => each.Length > 0).ShouldBeEmpty();
    }

    private static async Task<string> ReportAsync(string name, Func<Task> call)
    {
        long began = TimeProvider.System.GetTimestamp();
        try
        {
            await Task.Run(call, None).WaitAsync(s_patience, TimeProvider.System, None);
            return $"{name} succeeded";
        }
        catch (StoreUnavailableException)
        {
            TestContext.Current.SendDiagnosticMessage("{0}: {1:0.0} s", name, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            return "";
        }
        catch (Exception e)
        {
            return $"{name}: {e}";
        }
    }

    private PgProxy Network()
    {
        _proxy = PgProxy.Start(new NpgsqlConnectionStringBuilder(Pg.ConnectionString).Port);
        Pg.CloseLast(_proxy);
        return _proxy;
    }

    private PostgreSqlStore NewStore(TimeSpan? answerWithin = null) => Pg.NewPostgreSqlStore(
        o => o with { ConnectionString = _proxy.Through(o.ConnectionString), AnswerWithin = answerWithin ?? s_answerWithin, MostConnections = 10, Migrate = false });

    // Open, joined, and with idle connections of each sort.
    private async Task<PostgreSqlStore> OpenAsync(TimeSpan? answerWithin = null)
    {
        PostgreSqlStore store = NewStore(answerWithin);
        Pg.CloseLast(store);
        await PersistAsync(() => store.OpenAsync(T0, None).AsTask());
        await PersistAsync(() => Pg.JoinAsync(store, T0));
        await PersistAsync(() => store.ArmAsync(T0, T0, 1, None).AsTask());
        await PersistAsync(() => Task.Run(() => store.Beat(default), None));
        return store;
    }

    // So short a time to answer may be too short for a busy machine.
    private static Task PersistAsync(Func<Task> work) => UntilAsync(
        async () =>
        {
            try
            {
                await work();
                return true;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        },
        "a busy machine has made the connections");
}
