using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class DurabilityContract : JobStoreContract
{
    [Fact]
    public async Task What_was_acknowledged_is_there_after_an_orderly_end()
    {
        await FillAsync();
        (IReadOnlyList<JobView> jobs, IReadOnlyList<RunView> runs) before = await AllAsync();

        await Store.DisposeAsync();
        Store = Home.NewStore();
        (await Home.OpenAsync(Store, T0)).ShouldBe(new TakeOver(0, 0, 0, 0, 0));

        ShouldBeSame(await AllAsync(), before);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_crash()
    {
        await FillAsync();
        (IReadOnlyList<JobView> jobs, IReadOnlyList<RunView> runs) before = await AllAsync();

        _ = await CrashAsync(T0);

        ShouldBeSame(await AllAsync(), before);
    }

    [Fact]
    public async Task A_crash_between_writes_leaves_each_bulk_whole_or_absent()
    {
        Task[] writes =
        [
            .. Enumerable.Range(0, 10).Select(i => Store.SubmitAllAsync([.. Enumerable.Range(0, 500).Select(_ => Job(kind: $"bulk {i}"))], T0, None).AsTask()),
        ];
        await writes[0];

        IJobStore left = Store;
        _ = await CrashAsync(T0);

        for (int i = 0; i < writes.Length; i++)
        {
            (await Store.ListJobsAsync(new JobFilter { Kind = $"bulk {i}", Limit = 1_000 }, None)).Count.ShouldBeOneOf(i == 0 ? [500] : [0, 500]);
        }

        await Task.WhenAll(writes);
        await left.DisposeAsync();
    }

    [Fact]
    public async Task Before_it_is_opened_and_after_it_is_closed_a_store_says_so()
    {
        IJobStore closed = Home.NewStore();
        _ = await Should.ThrowAsync<InvalidOperationException>(async () => await closed.SubmitAsync(Job(), T0, None));

        await closed.DisposeAsync();
        await closed.DisposeAsync();

        _ = await Should.ThrowAsync<ObjectDisposedException>(async () => await closed.SubmitAsync(Job(), T0, None));
        _ = await Should.ThrowAsync<ObjectDisposedException>(async () => await closed.OpenAsync(T0, None));
    }

    [Fact]
    public async Task A_store_is_opened_once()
    {
        _ = await Should.ThrowAsync<InvalidOperationException>(async () => await Store.OpenAsync(T0, None));
    }

    [Fact]
    public async Task What_was_asked_for_before_the_end_is_written_before_the_end()
    {
        Task<SubmitAnswer>[] submits = [.. Enumerable.Range(0, 100).Select(_ => Store.SubmitAsync(Job(), T0, None).AsTask())];

        await Store.DisposeAsync();

        (await Task.WhenAll(submits)).ShouldAllBe(answer => answer.Accepted);
        Store = Home.NewStore();
        _ = await Home.OpenAsync(Store, T0);
        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(100);
    }

    [Fact]
    public async Task A_call_that_was_given_up_beforehand_does_nothing()
    {
        using CancellationTokenSource gone = new();
        await gone.CancelAsync();

        _ = await Should.ThrowAsync<OperationCanceledException>(async () => await Store.SubmitAsync(Job(), T0, gone.Token));
        _ = await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ListJobsAsync(new JobFilter(), gone.Token));

        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(0);
    }

    private static void ShouldBeSame((IReadOnlyList<JobView> Jobs, IReadOnlyList<RunView> Runs) after, (IReadOnlyList<JobView> Jobs, IReadOnlyList<RunView> Runs) before)
    {
        after.Jobs.Select(job => job with { Payload = default }).ShouldBe(before.Jobs.Select(job => job with { Payload = default }));
        after.Jobs.Select(job => Convert.ToHexString(job.Payload.Span)).ShouldBe(before.Jobs.Select(job => Convert.ToHexString(job.Payload.Span)));
        after.Runs.Select(run => run with { Notes = default }).ShouldBe(before.Runs.Select(run => run with { Notes = default }));
    }

    private async Task FillAsync()
    {
        for (int i = 0; i < 20; i++)
        {
            _ = await SubmittedAsync(Repeating($"key {i}", After(i)) with { Payload = new byte[] { (byte)i } });
        }

        IReadOnlyList<ArmedRow> rows = await ArmAllAsync(15);
        _ = await Store.CompleteAsync([.. rows.Take(5).Select(row => Ended(row))], T0, None);
        _ = await Store.CompleteAsync([.. rows.Skip(5).Take(5).Select(row => Ended(row, next: NextDue(row)))], T0, None);
        await Store.ReleaseAsync([.. rows.Skip(10).Select(HoldOf)], None);
    }

    private async Task<(IReadOnlyList<JobView> Jobs, IReadOnlyList<RunView> Runs)> AllAsync() =>
        (await Store.ListJobsAsync(new JobFilter { Limit = 1_000 }, None), await Store.ListRunsAsync(new RunFilter { Limit = 1_000 }, None));
}
