using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Stores.Contract;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class NameTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    // Found by trying ten million: pairs of one hash, the owners of one shard as well.
    private static readonly string[] s_owners = ["owner 5808976", "owner 7082949"];
    private static readonly string[] s_kinds = ["kind.12716", "kind.194545"];

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

    [Fact]
    public async Task Owners_and_kinds_of_one_hash_are_told_apart_in_the_record()
    {
        s_owners.Select(JobId.ShardOf).Distinct().ShouldHaveSingleItem();
        foreach (string[] pair in (string[][])[s_owners, s_kinds])
        {
            Pg.Query($"select 1 where hashtext($${pair[0]}$$) = hashtext($${pair[1]}$$)").Count.ShouldBe(1);
        }

        NewJob[] jobs = [.. from owner in s_owners from kind in s_kinds from n in Enumerable.Range(0, 3) select Job(owner: owner, kind: kind, at: After(n))];
        foreach (NewJob job in jobs)
        {
            _ = await CompleteAsync(Ended(await ArmedAsync(job)));
        }

        foreach (string owner in s_owners)
        {
            (await PagedAsync(new RunFilter { Owner = owner })).ShouldBe(jobs.Where(j => j.Owner == owner).Select(j => j.Id), ignoreOrder: true);
            foreach (string kind in s_kinds)
            {
                (await PagedAsync(new RunFilter { Owner = owner, Kind = kind })).ShouldBe(jobs.Where(j => j.Owner == owner && j.Kind == kind).Select(j => j.Id), ignoreOrder: true);
            }
        }
    }

    private async Task<List<JobId>> PagedAsync(RunFilter filter)
    {
        List<RunView> all = [];
        IReadOnlyList<RunView> page;
        do
        {
            page = await Store.ListRunsAsync(filter with { Limit = 2, After = all.Count == 0 ? null : RunPosition.Of(all[^1]) }, None);
            all.AddRange(page);
        }
        while (page.Count > 0);
        return [.. all.Select(r => r.Job)];
    }
}
