using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class PartitionTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private const string Kept = "bill.pay";
    private const int NotPartitioned = 3006;

    private readonly ListLogger _logger = new();

    [Fact]
    public void Days_are_made_from_yesterday_to_a_week_ahead() => Days().ShouldBe(
    [
        "run_20261119", "run_20261120", "run_20261121", "run_20261122", "run_20261123", "run_20261124", "run_20261125", "run_20261126", "run_20261127",
    ]);

    [Fact]
    public async Task A_run_of_a_day_without_partition_is_moved_when_its_day_is_made()
    {
        NewJob job = Job(at: T0 + TimeSpan.FromDays(20));
        await RunAsync(job);
        Pg.Query("select job from kairos.run_other").Count.ShouldBe(1);

        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(15), None);

        Pg.Query("select job from kairos.run_other").ShouldBeEmpty();
        Pg.Query("select job from kairos.run_20261210").Count.ShouldBe(1);
        (await RunsAsync(job.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whole_days_go_when_their_time_is_over()
    {
        NewJob old = Job();
        NewJob young = Job(at: T0 + TimeSpan.FromDays(1));
        await RunAsync(old);
        await RunAsync(young);

        // Kept for 30 days: at noon of the 31st day after it the first day is over, and no part of the second.
        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(31), None);

        (await RunsAsync(old.Id)).ShouldBeEmpty();
        (await RunsAsync(young.Id)).Count.ShouldBe(1);
        Days().ShouldNotContain("run_20261120");
        Days().ShouldContain("run_20261121");
    }

    [Fact]
    public async Task Kinds_that_are_kept_longer_stay_listed_in_every_way_and_go_in_their_own_time()
    {
        NewJob kept = Job("k", kind: Kept);
        await RunAsync(Job());
        await RunAsync(kept);

        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(31), None);

        RunFilter[] ways =
        [
            new() { Job = kept.Id }, new() { Owner = Owner }, new() { Owner = Owner, Kind = Kept }, new() { Kind = Kept }, new(),
            new() { Outcome = OutcomeCode.Succeeded },
        ];
        foreach (RunFilter way in ways)
        {
            (await Store.ListRunsAsync(way, None)).ShouldHaveSingleItem().Key.ShouldBe("k", way.ToString());
        }

        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(59), None);
        (await RunsAsync(kept.Id)).Count.ShouldBe(1);
        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(61), None);
        (await RunsAsync(kept.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_in_no_day_is_kept_as_long_as_the_rest()
    {
        // Due before there was any partition.
        NewJob other = Job(at: T0 - TimeSpan.FromDays(10));
        NewJob kept = Job("k", T0 - TimeSpan.FromDays(10), kind: Kept);
        await RunAsync(other);
        await RunAsync(kept);

        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(19), None);
        (await RunsAsync(other.Id)).Count.ShouldBe(1);
        _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(31), None);

        (await RunsAsync(other.Id)).ShouldBeEmpty();
        (await RunsAsync(kept.Id)).Count.ShouldBe(1);
        Pg.Query("select job from kairos.run_other").ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_stores_may_keep_up_at_once()
    {
        PostgreSqlStore[] stores = [Own, await Pg.OpenOtherAsync(T0), await Pg.OpenOtherAsync(T0)];
        await RunAsync(Job("k", kind: Kept));

        Instant later = T0 + TimeSpan.FromDays(33);
        await Task.WhenAll(stores.Select(store => Task.Run(() => store.SweepAsync(later, None).AsTask())));
        // Who waited for another for too long has left the rest to it.
        _ = await Own.SweepAsync(later, None);

        Days().Count.ShouldBe(14);
        (await Store.ListRunsAsync(new RunFilter { Kind = Kept }, None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lock_of_somebody_else_costs_a_line_in_the_log_and_nothing_more()
    {
        Instant later = T0 + TimeSpan.FromDays(2);
        await using NpgsqlConnection other = new($"{Pg.ConnectionString};Pooling=false");
        await other.OpenAsync(None);
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync(None);
        await using (NpgsqlCommand command = new("lock table kairos.run in share update exclusive mode", other))
        {
            await command.ExecuteNonQueryAsync(None);
        }

        Task<int> sweep = Store.SweepAsync(later, None).AsTask();
        await RunAsync(Job());
        _ = await sweep;

        _logger.Of(NotPartitioned).ShouldNotBeEmpty();
        Days().Count.ShouldBe(9);
        await transaction.RollbackAsync(None);
        _ = await Store.SweepAsync(later, None);
        Days().Count.ShouldBe(11);
    }

    [Fact]
    public async Task Runs_go_on_while_the_day_that_they_belong_to_is_made()
    {
        Instant day = T0 + TimeSpan.FromDays(20);
        NewJob[] jobs = [.. Enumerable.Range(0, 300).Select(_ => Job(at: day))];
        _ = await Store.SubmitAllAsync(jobs, T0, None);
        Task work = Task.Run(async () =>
        {
            while (await Store.ArmAsync(Instant.Min, Instant.Max, 5, None) is { Count: > 0 } rows)
            {
                (await Store.CompleteAsync([.. rows.Select(row => Ended(row))], T0, None)).ShouldAllBe(answer => answer == CompletionAnswer.Committed);
            }
        });

        for (int i = 12; i < 22; i++)
        {
            _ = await Store.SweepAsync(T0 + TimeSpan.FromDays(i), None);
        }

        await work;
        Pg.Query("select count(*) from kairos.run_20261210").ShouldBe(["300"]);
    }

    protected override StoreHome CreateHome() => new PostgreSqlHome(Databases, isAlone: true)
    {
        Logger = _logger,
        Options = static options => options with { KeepRunsOf = new Dictionary<string, TimeSpan> { [Kept] = TimeSpan.FromDays(60) } },
    };

    private IReadOnlyList<string> Days() =>
        Pg.Query("select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'kairos.run'::regclass and c.relname <> 'run_other' order by 1");

    private async Task RunAsync(NewJob job)
    {
        ArmedRow row = await ArmedAsync(job);
        Completion end = Ended(row);
        (await CompleteAsync(end with { Run = end.Run with { Ended = T0 } })).ShouldBe(CompletionAnswer.Committed);
    }
}
