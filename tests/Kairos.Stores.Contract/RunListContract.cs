using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class RunListContract : JobStoreContract
{
    private static readonly OutcomeCode[] Outcomes = [OutcomeCode.Succeeded, OutcomeCode.Failed, OutcomeCode.Succeeded, OutcomeCode.NeedsHuman];

    [Fact]
    public async Task The_newest_comes_first()
    {
        await FillAsync();

        IReadOnlyList<RunView> runs = await ListAsync(new RunFilter());

        runs.Count.ShouldBe(60);
        runs.Select(run => run.Ended).ShouldBe(runs.Select(run => run.Ended).OrderDescending());
    }

    [Theory]
    [InlineData(Owner)]
    [InlineData(null)]
    public async Task Conditions_hold_together(string? owner)
    {
        await FillAsync();
        IReadOnlyList<RunView> all = await ListAsync(new RunFilter());

        foreach (OutcomeCode? outcome in new OutcomeCode?[] { null, OutcomeCode.Succeeded, OutcomeCode.Failed, OutcomeCode.Buried })
        {
            foreach (string? kind in new[] { null, "a", "b", "unheard of" })
            {
                foreach (JobId? job in new JobId?[] { null, all[0].Job })
                {
                    foreach (Instant? before in new Instant?[] { null, After(3) })
                    {
                        RunFilter filter = new() { Owner = owner, Kind = kind, Job = job, Outcome = outcome, Before = before };

                        IReadOnlyList<RunView> runs = await ListAsync(filter);

                        runs.Select(RunPosition.Of).ShouldBe(all.Where(run => Matches(run, filter)).Select(RunPosition.Of), filter.ToString());
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(Owner, null, null)]
    [InlineData(Owner, "a", null)]
    [InlineData(null, null, null)]
    [InlineData(null, "a", null)]
    [InlineData(null, null, OutcomeCode.Failed)]
    [InlineData(null, null, OutcomeCode.Succeeded)]
    public async Task Pages_follow_each_other_without_gap_or_overlap(string? owner, string? kind, OutcomeCode? outcome)
    {
        await FillAsync();
        RunFilter filter = new() { Owner = owner, Kind = kind, Outcome = outcome };
        IReadOnlyList<RunView> all = await ListAsync(filter);

        List<RunPosition> paged = [];
        IReadOnlyList<RunView> page;
        do
        {
            page = await Store.ListRunsAsync(filter with { Limit = 7, After = paged.Count == 0 ? null : paged[^1] }, None);
            paged.AddRange(page.Select(RunPosition.Of));
        }
        while (page.Count == 7);

        paged.ShouldBe(all.Select(RunPosition.Of));
    }

    [Fact]
    public async Task The_attempts_of_one_job_can_be_paged()
    {
        ArmedRow row = await ArmedAsync(Job());
        for (int attempt = 1; attempt < 10; attempt++)
        {
            _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));
            row = await ArmOneAsync();
        }

        RunFilter filter = new() { Owner = Owner, Job = row.Id, Limit = 5 };
        IReadOnlyList<RunView> first = await Store.ListRunsAsync(filter, None);
        IReadOnlyList<RunView> second = await Store.ListRunsAsync(filter with { After = RunPosition.Of(first[^1]) }, None);

        first.Concat(second).Select(run => run.Attempt).ShouldBe([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    }

    [Fact]
    public async Task A_span_before_an_instant_can_be_paged_too()
    {
        await FillAsync();
        RunFilter filter = new() { Owner = Owner, Before = After(4), Limit = 7 };

        IReadOnlyList<RunView> first = await Store.ListRunsAsync(filter, None);
        IReadOnlyList<RunView> second = await Store.ListRunsAsync(filter with { After = RunPosition.Of(first[^1]) }, None);

        first.Concat(second).Select(RunPosition.Of).ShouldBe((await ListAsync(filter)).Take(14).Select(RunPosition.Of));
        first[0].Ended.ShouldBeLessThan(After(4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_limit_outside_1_to_1000_is_a_mistake(int limit)
    {
        _ = await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.ListRunsAsync(new RunFilter { Limit = limit }, None));
    }

    private static bool Matches(RunView run, RunFilter filter) =>
        (filter.Owner ?? run.Owner) == run.Owner && (filter.Kind ?? run.Kind) == run.Kind && (filter.Job ?? run.Job) == run.Job &&
        (filter.Outcome ?? run.Outcome) == run.Outcome && (filter.Before is not { } before || run.Ended < before);

    private ValueTask<IReadOnlyList<RunView>> ListAsync(RunFilter filter) => Store.ListRunsAsync(filter with { Limit = 1_000 }, None);

    /// <summary>60 runs of two owners and two kinds, ten ending at each instant.</summary>
    private async Task FillAsync()
    {
        _ = await Store.SubmitAllAsync(
            [.. Enumerable.Range(0, 60).Select(i => Job(at: After(i / 10), owner: i % 2 == 0 ? Owner : "bob", kind: i % 4 < 2 ? "a" : "b"))], T0, None);
        IReadOnlyList<ArmedRow> rows = await ArmAllAsync();
        _ = await Store.CompleteAsync([.. rows.Select((row, i) => Ended(row, Outcomes[i % 4]))], T0, None);
    }
}
