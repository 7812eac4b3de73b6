using Kairos.Jobs;
using Kairos.Stores.Contract;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class NameTests(DatabasePool databases) : JobStoreContract
{
    [Fact]
    public async Task U0000_in_a_name_is_refused_and_harms_no_other_submit()
    {
        Task<SubmitAnswer>[] submits =
        [
            .. Enumerable.Range(0, 20).Select(i => Store.SubmitAsync(Job(i == 10 ? "a\0b" : $"key {i}"), T0, None).AsTask()),
        ];

        (await Should.ThrowAsync<ArgumentException>(submits[10])).Message.ShouldContain("U+0000");
        foreach (Task<SubmitAnswer> good in submits.Where((_, i) => i != 10))
        {
            (await good).Status.ShouldBe(SubmitStatus.Created);
        }
    }

    [Fact]
    public async Task A_reason_that_is_no_text_for_PostgreSQL_is_shown_as_well_as_can_be()
    {
        Stores.ArmedRow row = await ArmedAsync(Job());
        Stores.Completion end = Ended(row);

        _ = await CompleteAsync(end with { Run = end.Run with { Reason = "a\0b\udc00c" } });

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Reason.ShouldBe("a\ufffdb\ufffdc");
    }

    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}
