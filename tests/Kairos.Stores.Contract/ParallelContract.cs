using System.Collections.Concurrent;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class ParallelContract : JobStoreContract
{
    [Fact]
    public async Task Parallel_arms_never_share_a_job()
    {
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, 2_000).Select(i => Job(at: After(i % 7)))], T0, None);
        ConcurrentBag<JobId> armed = [];

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            IReadOnlyList<ArmedRow> rows;
            do
            {
                rows = await ArmAllAsync(20);
                foreach (ArmedRow row in rows)
                {
                    armed.Add(row.Id);
                }
            }
            while (rows.Count > 0);
        })));

        armed.Count.ShouldBe(2_000);
        armed.Distinct().Count().ShouldBe(2_000);
    }

    [Fact]
    public async Task One_of_many_callers_gets_a_key()
    {
        SubmitAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Store.SubmitAsync(Job("k"), T0, None).AsTask()));

        answers.Count(answer => answer.Status == SubmitStatus.Created).ShouldBe(1);
        answers.Count(answer => answer.Status == SubmitStatus.KeyTaken).ShouldBe(63);
        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Submits_arms_and_completions_at_once_lose_and_double_nothing()
    {
        const int jobs = 3_000;
        int submitted = 0;
        int completed = 0;

        async Task SubmitAsync(int from)
        {
            for (int i = from; i < jobs; i += 4)
            {
                _ = await Store.SubmitAsync(i % 3 == 0 ? Repeating($"key {i}") : Job(), T0, None);
                _ = Interlocked.Increment(ref submitted);
            }
        }

        async Task WorkAsync()
        {
            while (Volatile.Read(ref completed) < jobs)
            {
                IReadOnlyList<ArmedRow> rows = await Store.ArmAsync(Instant.Min, After(5), 50, None);
                Completion[] ends = [.. rows.Select(row => Ended(row, next: row.Trigger is null ? null : NextDue(row)))];
                (await Store.CompleteAsync(ends, T0, None)).ShouldAllBe(answer => answer == CompletionAnswer.Committed);
                _ = Interlocked.Add(ref completed, rows.Count);
            }
        }

        await Task.WhenAll(
            [.. Enumerable.Range(0, 4).Select(i => Task.Run(() => SubmitAsync(i))), .. Enumerable.Range(0, 4).Select(_ => Task.Run(WorkAsync))]);

        submitted.ShouldBe(jobs);
        completed.ShouldBe(jobs);
        IReadOnlyDictionary<JobState, long> counts = await Store.CountJobsAsync(None);
        counts[JobState.Waiting].ShouldBe(jobs / 3);
        counts[JobState.Armed].ShouldBe(0);
        (await AllRunsAsync()).Select(run => run.Job).Distinct().Count().ShouldBe(jobs);
    }

    private async Task<List<RunView>> AllRunsAsync()
    {
        List<RunView> all = [];
        IReadOnlyList<RunView> page;
        do
        {
            page = await Store.ListRunsAsync(new RunFilter { Limit = 1_000, After = all.Count == 0 ? null : RunPosition.Of(all[^1]) }, None);
            all.AddRange(page);
        }
        while (page.Count == 1_000);
        return all;
    }
}
