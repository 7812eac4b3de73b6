using Kairos.Stores;
using Kairos.Stores.Contract;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>One process owns a file.</summary>
public sealed class OwnershipTests : JobStoreContract
{
    [Fact]
    public async Task A_second_owner_is_refused_and_told_what_to_do()
    {
        IJobStore second = Home.NewStore();

        StoreInUseException refusal = await Should.ThrowAsync<StoreInUseException>(async () => await second.OpenAsync(T0, None));

        refusal.Message.ShouldContain("Stop that one");
        await second.DisposeAsync();
        _ = await SubmittedAsync(Job());
    }

    [Fact]
    public async Task A_refused_owner_may_try_again_when_the_first_has_gone()
    {
        IJobStore second = Home.NewStore();
        _ = await Should.ThrowAsync<StoreInUseException>(async () => await second.OpenAsync(T0, None));
        NewJob job = await SubmittedAsync(Job());

        await Store.DisposeAsync();
        Store = second;
        _ = await Store.OpenAsync(T0, None);

        _ = await StandingAsync(job.Id);
    }

    protected override StoreHome CreateHome() => new SqliteHome();
}
