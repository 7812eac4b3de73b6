using Kairos.Jobs;
using Kairos.Stores.Contract;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>Names that this store could keep, though the engine's border refuses them for the sake of others.</summary>
public sealed class NameTests : JobStoreContract
{
    [Fact]
    public async Task Names_that_differ_after_a_U0000_are_different()
    {
        foreach (string key in new[] { "a", "a\0", "a\0b", "a\0c" })
        {
            _ = await SubmittedAsync(Job(key));
        }

        JobView view = (await Store.FindByKeyAsync(Owner, Kind, "a\0b", None)).ShouldNotBeNull();
        view.Key.ShouldBe("a\0b");
    }

    protected override StoreHome CreateHome() => new SqliteHome();
}
