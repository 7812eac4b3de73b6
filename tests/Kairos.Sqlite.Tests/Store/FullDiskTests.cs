using Dapper;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Tests.Store;

public sealed class FullDiskTests : IAsyncLifetime
{
    private const int Unavailable = 2002;
    private const int Available = 2003;

    private readonly SqliteHome _home = new();
    private readonly HeardLog _log = new();

    private SqliteStore _store = null!;

    /// <summary>A file that can't grow beyond some 200 KiB.</summary>
    public async ValueTask InitializeAsync()
    {
        _store = new SqliteStore(new SqliteStoreOptions { Path = _home.DatabasePath }, _log, TimeProvider.System);
        _ = await _store.OpenAsync(default, default);
        await LimitAsync(50);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.CheckIntegrity();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_full_disk_refuses_whole_groups_names_the_remedy_and_is_got_over()
    {
        List<JobId> acknowledged = [];
        StoreUnavailableException? refusal = null;
        while (refusal is null)
        {
            NewJob job = Large();
            try
            {
                (await _store.SubmitAsync(job, default, default)).Status.ShouldBe(SubmitStatus.Created);
                acknowledged.Add(job.Id);
            }
            catch (StoreUnavailableException e)
            {
                refusal = e;
            }
        }

        refusal.Message.ShouldContain("free some room");
        refusal.Message.ShouldContain("Nothing was written.");
        Task<SubmitAnswer>[] group = [.. Enumerable.Range(0, 8).Select(_ => _store.SubmitAsync(Large(), default, default).AsTask())];
        foreach (Task<SubmitAnswer> submit in group)
        {
            _ = await Should.ThrowAsync<StoreUnavailableException>(submit);
        }

        await LimitAsync(1_000_000);
        NewJob after = Large();
        (await _store.SubmitAsync(after, default, default)).Status.ShouldBe(SubmitStatus.Created);

        (await _store.CountJobsAsync(default))[JobState.Waiting].ShouldBe(acknowledged.Count + 1);
        (_log.Count(Unavailable), _log.Count(Available)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_only_reads_goes_on_and_says_nothing_about_the_disk()
    {
        _ = await Should.ThrowAsync<StoreUnavailableException>(async () => await _store.SubmitAllAsync([.. Enumerable.Range(0, 50).Select(_ => Large())], default, default));

        (await _store.ArmAsync(Instant.Min, Instant.Max, 10, default)).ShouldBeEmpty();
        (await _store.CountJobsAsync(default))[JobState.Waiting].ShouldBe(0);

        _log.Count(Available).ShouldBe(0);
    }

    [Fact]
    public async Task A_side_write_that_meets_a_full_disk_is_told_so_too()
    {
        await _store.MigrateAsync("seats", [("0001", "create table seat(name text)")], default);

        StoreUnavailableException refusal = await Should.ThrowAsync<StoreUnavailableException>(async () =>
            await _store.WriteAsync(c => c.Execute("insert into seat values (hex(zeroblob(1000000)))"), default));

        refusal.Message.ShouldContain("free some room");
        (await _store.ReadAsync(c => c.QuerySingle<int>("select count(*) from seat"), default)).ShouldBe(0);
    }

    private static NewJob Large() => Some.Job() with { Payload = new byte[20_000] };

    private async Task LimitAsync(int pages) =>
        _ = await _store.WriteAsync(c => c.ExecuteScalar<long>($"pragma max_page_count = {pages}"), default);
}
