using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class JobListContract : JobStoreContract
{
    [Fact]
    public async Task A_job_is_found_by_its_owner_alone()
    {
        NewJob job = await SubmittedAsync(Job("k"));

        (await FindAsync(job.Id, "bob")).ShouldBeNull();
        (await Store.FindByKeyAsync("bob", Kind, "k", None)).ShouldBeNull();
        (await Store.FindByKeyAsync(Owner, Kind, "k", None)).ShouldNotBeNull().Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task An_owner_sees_the_jobs_of_that_owner_in_order_of_their_instants()
    {
        await FillAsync();

        IReadOnlyList<JobView> jobs = await ListAsync(new JobFilter { Owner = Owner });

        jobs.Count.ShouldBe(30);
        jobs.ShouldAllBe(job => job.Owner == Owner);
        jobs.ShouldBe(jobs.OrderBy(job => job.At).ThenBy(job => job.Id));
    }

    [Theory]
    [InlineData(Owner)]
    [InlineData(null)]
    public async Task Conditions_hold_together(string? owner)
    {
        await FillAsync();

        foreach (JobState? state in new JobState?[] { null, JobState.Waiting, JobState.Parked, JobState.Armed })
        {
            foreach ((string? kind, string? key) in new (string?, string?)[] { (null, null), ("a", null), (null, "key 4"), ("a", "key 4"), ("b", "key 5") })
            {
                IReadOnlyList<JobView> jobs = await ListAsync(new JobFilter { Owner = owner, State = state, Kind = kind, Key = key });

                IEnumerable<JobView> expected = (await ListAsync(new JobFilter()))
                    .Where(job => (owner ?? job.Owner) == job.Owner && (state ?? job.State) == job.State)
                    .Where(job => (kind ?? job.Kind) == job.Kind && (key ?? job.Key) == job.Key);
                jobs.Select(job => job.Id).ShouldBe(expected.Select(job => job.Id), $"{owner} {state} {kind} {key}");
            }
        }
    }

    [Theory]
    [InlineData(Owner, null)]
    [InlineData(null, null)]
    [InlineData(null, JobState.Waiting)]
    [InlineData(null, JobState.Parked)]
    [InlineData(null, JobState.Armed)]
    public async Task Pages_follow_each_other_without_gap_or_overlap(string? owner, JobState? state)
    {
        await FillAsync();
        IReadOnlyList<JobView> all = await ListAsync(new JobFilter { Owner = owner, State = state });

        List<JobId> paged = [];
        (Instant, JobId)? after = null;
        IReadOnlyList<JobView> page;
        do
        {
            page = await Store.ListJobsAsync(new JobFilter { Owner = owner, State = state, Limit = 7, After = after }, None);
            paged.AddRange(page.Select(job => job.Id));
            after = page.Count == 0 ? null : (page[^1].At, page[^1].Id);
        }
        while (page.Count == 7);

        paged.ShouldBe(all.Select(job => job.Id));
    }

    [Fact]
    public async Task Jobs_are_counted_by_state()
    {
        await FillAsync();

        (await Store.CountJobsAsync(None)).ShouldBe(
            new Dictionary<JobState, long> { [JobState.Waiting] = 20, [JobState.Parked] = 20, [JobState.Armed] = 20, [JobState.Paused] = 0 }, ignoreOrder: true);
    }

    [Fact]
    public async Task An_empty_store_counts_nothing_in_every_state()
    {
        (await Store.CountJobsAsync(None)).ShouldBe(
            new Dictionary<JobState, long> { [JobState.Waiting] = 0, [JobState.Parked] = 0, [JobState.Armed] = 0, [JobState.Paused] = 0 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task A_limit_outside_1_to_1000_is_a_mistake(int limit)
    {
        _ = await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.ListJobsAsync(new JobFilter { Limit = limit }, None));
    }

    private ValueTask<IReadOnlyList<JobView>> ListAsync(JobFilter filter) => Store.ListJobsAsync(filter with { Limit = 1_000 }, None);

    /// <summary>60 jobs of two owners and two kinds, ten at each instant, a third each waiting, parked and armed.</summary>
    private async Task FillAsync()
    {
        NewJob[] jobs =
        [
            .. Enumerable.Range(0, 60).Select(i => Job($"key {i / 4}", After(i / 10), i % 2 == 0 ? Owner : "bob", i % 4 < 2 ? "a" : "b")),
        ];
        _ = await Store.SubmitAllAsync(jobs, T0, None);
        IReadOnlyList<ArmedRow> armed = await ArmAllAsync();
        await Store.ParkAsync([.. armed.Where((_, i) => i % 3 == 1).Select(HoldOf)], "paused", None);
        await Store.ReleaseAsync([.. armed.Where((_, i) => i % 3 == 2).Select(HoldOf)], None);
    }
}
