using System.Buffers.Binary;
using Kairos.Jobs;
using Kairos.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Sqlite.Tests.Store;

public sealed class WriterTests : IAsyncLifetime
{
    private readonly SqliteHome _home = new();
    private readonly SqliteStore _store;

    public WriterTests() => _store = new SqliteStore(
        new SqliteStoreOptions { Path = _home.DatabasePath }, NullLogger<SqliteStore>.Instance, new ManualClock());

    public async ValueTask InitializeAsync() => _ = await _store.OpenAsync(default, default);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.CheckIntegrity();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task Callers_at_once_are_committed_together()
    {
        int before = Commits();
        Task<SubmitAnswer>[] submits;
        using (await WriterHeldAsync())
        {
            submits = [.. Enumerable.Range(0, 500).Select(_ => _store.SubmitAsync(Some.Job(), default, default).AsTask())];
        }

        (await Task.WhenAll(submits)).ShouldAllBe(answer => answer.Status == SubmitStatus.Created);
        (Commits() - before).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_can_not_be_stored_makes_its_companions_commit_alone()
    {
        int before = Commits();
        Task<SubmitAnswer>[] submits;
        using (await WriterHeldAsync())
        {
            submits = [.. Enumerable.Range(0, 10).Select(i => _store.SubmitAsync(Some.Job(i == 3 ? "\ud800" : null), default, default).AsTask())];
        }

        _ = await Should.ThrowAsync<ArgumentException>(submits[3]);
        await Task.WhenAll(submits.Where((_, i) => i != 3));
        (Commits() - before).ShouldBe(9);
    }

    [Fact]
    public async Task A_caller_that_gives_up_while_waiting_is_let_go_and_nothing_is_written_for_it()
    {
        using CancellationTokenSource patience = new();
        Task<SubmitAnswer> given;
        Task<SubmitAnswer> other;
        using (await WriterHeldAsync())
        {
            given = _store.SubmitAsync(Some.Job(), default, patience.Token).AsTask();
            other = _store.SubmitAsync(Some.Job(), default, default).AsTask();
            await patience.CancelAsync();
            _ = await Should.ThrowAsync<OperationCanceledException>(given);
        }

        _ = await other;
        (await _store.CountJobsAsync(default))[JobState.Waiting].ShouldBe(1);
    }

    [Fact]
    public async Task Once_begun_a_write_goes_to_its_end_whatever_its_caller_wants()
    {
        using CancellationTokenSource patience = new();
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        Task<int> write = _store.WriteAsync(
            _ =>
            {
                begun.Set();
                end.Wait();
                return 7;
            },
            patience.Token).AsTask();
        begun.Wait();

        await patience.CancelAsync();
        end.Set();

        (await write).ShouldBe(7);
    }

    [Fact]
    public async Task More_than_the_queue_takes_wait_outside_and_are_written_all_the_same()
    {
        const int many = 3_000;
        using CancellationTokenSource patience = new();
        Task<SubmitAnswer>[] submits;
        Task<SubmitAnswer> given;
        using (await WriterHeldAsync())
        {
            submits = [.. Enumerable.Range(0, many).Select(_ => _store.SubmitAsync(Some.Job(), default, default).AsTask())];
            given = _store.SubmitAsync(Some.Job(), default, patience.Token).AsTask();
            await patience.CancelAsync();
            _ = await Should.ThrowAsync<OperationCanceledException>(given);
        }

        (await Task.WhenAll(submits)).ShouldAllBe(answer => answer.Status == SubmitStatus.Created);
        (await _store.CountJobsAsync(default))[JobState.Waiting].ShouldBe(many);
    }

    /// <summary>Keeps the writer busy until disposed.</summary>
    private async Task<IDisposable> WriterHeldAsync()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ManualResetEventSlim end = new();
        Task<int> hold = _store.WriteAsync(
            _ =>
            {
                begun.SetResult();
                end.Wait();
                return 0;
            },
            default).AsTask();
        await begun.Task;
        return new Held(end, hold);
    }

    /// <summary>The commit records in the log: frames that carry the size of the database.</summary>
    private int Commits()
    {
        byte[] log;
        using (FileStream file = new(_home.DatabasePath + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            log = new byte[file.Length];
            file.ReadExactly(log);
        }

        int commits = 0;
        for (int frame = 32; frame + 24 <= log.Length; frame += 24 + 4096)
        {
            commits += BinaryPrimitives.ReadUInt32BigEndian(log.AsSpan(frame + 4)) != 0 ? 1 : 0;
        }

        return commits;
    }

    private sealed class Held(ManualResetEventSlim end, Task<int> hold) : IDisposable
    {
        public void Dispose()
        {
            end.Set();
            _ = hold.ContinueWith(_ => end.Dispose(), TaskScheduler.Default);
        }
    }
}
