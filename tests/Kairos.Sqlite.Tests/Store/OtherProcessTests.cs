using System.Globalization;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Sqlite.Tests.Store;

public sealed class OtherProcessTests : IAsyncLifetime
{
    private readonly SqliteHome _home = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _home.CheckIntegrity();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_store_is_refused_while_its_process_lives_and_taken_over_when_it_was_killed()
    {
        using OtherProcess other = new(OtherProcess.Hold, _home.DatabasePath);
        (await other.LineAsync()).ShouldBe("held 4");
        await using SqliteStore store = _home.NewSqliteStore();
        _ = await Should.ThrowAsync<StoreInUseException>(async () => await store.OpenAsync(default, default));

        await other.KillAsync();

        (await store.OpenAsync(default, default)).ShouldBe(new TakeOver(4, 4, 0, 0, 0));
        IReadOnlyDictionary<JobState, long> counts = await store.CountJobsAsync(default);
        (counts[JobState.Waiting], counts[JobState.Armed]).ShouldBe((10, 0));
    }

    [Fact]
    public async Task A_file_size_limit_refuses_writes_and_neither_ends_the_process_nor_loses_what_was_acknowledged()
    {
        // 24 MiB in blocks of 512 bytes.
        using OtherProcess other = new(OtherProcess.Fill, _home.DatabasePath, "ulimit -f 49152");
        string[] said = (await other.LineAsync()).Split(' ', 3);
        (await other.EndAsync()).ShouldBe(0);

        said[2].ShouldContain("ulimit -f");
        said[2].ShouldContain("Nothing was written.");
        int acknowledged = int.Parse(said[0], CultureInfo.InvariantCulture);
        acknowledged.ShouldBeGreaterThan(100);
        said[1].ShouldBe(said[0]);

        await using SqliteStore store = _home.NewSqliteStore();
        _ = await store.OpenAsync(default, default);
        (await store.CountJobsAsync(default))[JobState.Waiting].ShouldBe(acknowledged);
        (await store.SubmitAsync(Some.Job(), default, default)).Status.ShouldBe(SubmitStatus.Created);
    }
}
