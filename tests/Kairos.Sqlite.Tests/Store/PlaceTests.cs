using System.Runtime.Versioning;
using Kairos.Jobs;
using Kairos.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>Where the file is, and whose.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kairos-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Options_that_are_not_whole_are_refused_with_what_is_missing()
    {
        Should.Throw<ArgumentException>(() => Store(new SqliteStoreOptions())).Message.ShouldContain("give Path");
        Should.Throw<ArgumentException>(() => Store(new SqliteStoreOptions { Path = "x", Temporary = true })).Message.ShouldContain("leave out");
        Should.Throw<ArgumentException>(() => Store(new SqliteStoreOptions { Path = "x", Readers = 0 })).Message.ShouldContain("Readers");
        Should.Throw<ArgumentException>(() => Store(new SqliteStoreOptions { Path = "x", CheckpointBytes = 1 })).Message.ShouldContain("CheckpointBytes");
        Should.Throw<ArgumentException>(() => Store(new SqliteStoreOptions { Path = "x", CheckpointIdle = TimeSpan.Zero })).Message.ShouldContain("CheckpointIdle");
    }

    [Fact]
    public async Task The_description_names_product_version_and_place()
    {
        string path = Path.Combine(_folder, "a.db");
        await using SqliteStore store = await OpenedAsync(path);

        store.Description.ShouldMatch(@"^SQLite 3\.\d+\.\d+ \(\S+\), ");
        store.Description.ShouldEndWith(path);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_is_not_there_is_made_and_the_file_is_for_its_user_alone()
    {
        string path = Path.Combine(_folder, "deep", "down", "a.db");
        await using SqliteStore store = await OpenedAsync(path);
        _ = await store.SubmitAsync(Some.Job(), default, default);

        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(path)!))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Two_names_of_one_file_meet_at_one_lock()
    {
        string path = Path.Combine(_folder, "a.db");
        await using SqliteStore store = await OpenedAsync(path);
        _ = File.CreateSymbolicLink(Path.Combine(_folder, "b.db"), path);
        _ = Directory.CreateSymbolicLink(_folder + "-link", _folder);
        try
        {
            _ = await Should.ThrowAsync<StoreInUseException>(OpenedAsync(Path.Combine(_folder, "b.db")));
            _ = await Should.ThrowAsync<StoreInUseException>(OpenedAsync(Path.Combine(_folder + "-link", "a.db")));
            _ = await Should.ThrowAsync<StoreInUseException>(OpenedAsync(Path.Combine(_folder, ".", "a.db")));
        }
        finally
        {
            Directory.Delete(_folder + "-link");
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone_and_named()
    {
        string path = Path.Combine(_folder, "notes.txt");
        await File.WriteAllTextAsync(path, new string('x', 5_000));

        StoreUnavailableException refusal = await Should.ThrowAsync<StoreUnavailableException>(OpenedAsync(path));

        refusal.Message.ShouldContain("no database");
        refusal.Message.ShouldContain(path);
        (await File.ReadAllTextAsync(path)).ShouldBe(new string('x', 5_000));
    }

    [Fact]
    public async Task A_place_that_can_not_be_written_is_named_with_the_remedy()
    {
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        (await Should.ThrowAsync<StoreUnavailableException>(OpenedAsync(Path.Combine(file, "a.db")))).Message.ShouldContain("check that it is a file");
        (await Should.ThrowAsync<StoreUnavailableException>(OpenedAsync(_folder))).Message.ShouldContain(_folder);
    }

    [Fact]
    public async Task A_temporary_store_works_as_any_other_and_leaves_nothing_behind()
    {
        SqliteStore store = Store(new SqliteStoreOptions { Temporary = true });
        _ = await store.OpenAsync(default, default);
        string folder = Path.GetDirectoryName(store.Description[(store.Description.IndexOf('/', StringComparison.Ordinal))..])!;
        Directory.Exists(folder).ShouldBeTrue();

        NewJob job = Some.Job();
        _ = await store.SubmitAsync(job, default, default);
        (await store.FindAsync("ada", job.Id, default)).ShouldNotBeNull();
        await store.DisposeAsync();

        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_whose_opening_failed_holds_no_lock()
    {
        string path = Path.Combine(_folder, "a.db");
        await File.WriteAllTextAsync(path, new string('x', 5_000));
        _ = await Should.ThrowAsync<StoreUnavailableException>(OpenedAsync(path));
        File.Delete(path);

        await using SqliteStore store = await OpenedAsync(path);

        (await store.CountJobsAsync(default))[JobState.Waiting].ShouldBe(0);
    }

    private static SqliteStore Store(SqliteStoreOptions options) => new(options, NullLogger<SqliteStore>.Instance, TimeProvider.System);

    private static async Task<SqliteStore> OpenedAsync(string path)
    {
        SqliteStore store = Store(new SqliteStoreOptions { Path = path });
        _ = await store.OpenAsync(default, default);
        return store;
    }
}
