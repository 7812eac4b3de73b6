using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Stores.Contract;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>The clock was set back between the end of a process and the start of the next.</summary>
public sealed class ClockSetBackTests : JobStoreContract
{
    [Theory]
    [InlineData(4.9, 1)]
    [InlineData(5.1, 0)]
    public async Task A_gate_whose_instant_the_record_shows_to_have_come_is_not_passed_again(double gate, int unknown)
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, After(gate))], None);
        _ = await CompleteAsync(Ended(await ArmedAsync(Job(at: After(5), kind: "other.kind"))));

        (await CrashAsync(After(4))).ShouldBe(new TakeOver(1 - unknown, 0, unknown, 0, 0));
    }

    protected override StoreHome CreateHome() => new SqliteHome();
}
