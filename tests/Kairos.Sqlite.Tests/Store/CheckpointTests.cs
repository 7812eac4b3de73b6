using Kairos.Stores;

namespace Kairos.Sqlite.Tests.Store;

public sealed class CheckpointTests : IAsyncLifetime
{
    private const int Checkpointed = 2005;

    private readonly SqliteHome _home = new();
    private readonly HeardLog _log = new();
    private readonly ManualClock _clock = new();
    private readonly SqliteStoreOptions _options;
    private readonly SqliteStore _store;

    public CheckpointTests()
    {
        _options = new SqliteStoreOptions { Path = _home.DatabasePath, CheckpointBytes = 1 << 20, CheckpointIdle = TimeSpan.FromSeconds(1) };
        _store = new SqliteStore(_options, _log, _clock);
    }

    private long DatabaseLength => new FileInfo(_home.DatabasePath).Length;

    public async ValueTask InitializeAsync() => _ = await _store.OpenAsync(default, default);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.CheckIntegrity();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task The_log_is_copied_when_nothing_was_written_for_a_while()
    {
        await SubmitAsync();
        long before = DatabaseLength;

        await AdvanceAsync(_options.CheckpointIdle - TimeSpan.FromTicks(1));
        _log.Count(Checkpointed).ShouldBe(0);
        await AdvanceAsync(TimeSpan.FromTicks(1));

        _log.Count(Checkpointed).ShouldBe(1);
        DatabaseLength.ShouldBeGreaterThan(before);
        await AdvanceAsync(_options.CheckpointIdle * 5);
        _log.Count(Checkpointed).ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_written_to_is_not_idle()
    {
        await SubmitAsync();
        for (int i = 0; i < 5; i++)
        {
            await AdvanceAsync(_options.CheckpointIdle / 2);
            await SubmitAsync();
            await AdvanceAsync(_options.CheckpointIdle / 2);
            _log.Count(Checkpointed).ShouldBe(0);
        }

        await AdvanceAsync(_options.CheckpointIdle);
        _log.Count(Checkpointed).ShouldBe(1);
    }

    [Fact]
    public async Task The_log_is_copied_when_it_has_grown_though_time_stands_still()
    {
        for (int i = 0; i < 20; i++)
        {
            await SubmitAsync(100_000);
        }

        _log.Count(Checkpointed).ShouldBeInRange(1, 2);
        DatabaseLength.ShouldBeGreaterThan(1 << 20);
        new FileInfo(_home.DatabasePath + "-wal").Length.ShouldBeLessThan(2 << 20);
    }

    [Fact]
    public async Task A_long_read_holds_the_copy_up_and_not_the_writes()
    {
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        Task<int> read = Task.Run(async () => await _store.ReadAsync(
            c =>
            {
                using System.Data.Common.DbCommand command = c.CreateCommand();
                command.CommandText = "select count(*) from job";
                int count = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
                begun.Set();
                end.Wait();
                return count;
            },
            default));
        begun.Wait();

        for (int i = 0; i < 60; i++)
        {
            await SubmitAsync(100_000);
        }

        // Tried at each further MiB, not after each commit.
        _log.Count(Checkpointed).ShouldBeInRange(2, 12);
        end.Set();
        (await read).ShouldBe(0);
    }

    [Fact]
    public async Task An_orderly_end_leaves_the_database_alone_and_whole()
    {
        _ = await _store.SubmitAsync(Some.Job(), default, default);

        await _store.DisposeAsync();

        File.Exists(_home.DatabasePath + "-wal").ShouldBeFalse();
        _home.Query("select count(*) from job").ShouldBe(["1"]);
    }

    private async Task SubmitAsync(int bytes = 2)
    {
        _ = await _store.SubmitAsync(Some.Job() with { Payload = new byte[bytes] }, default, default);
        await SettledAsync();
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        _clock.Advance(by);
        await SettledAsync();
    }

    /// <summary>The writer has done what it does after answering: the second of two requests begins after that.</summary>
    private async Task SettledAsync()
    {
        _ = await _store.HeldAsync(default);
        _ = await _store.HeldAsync(default);
    }
}
