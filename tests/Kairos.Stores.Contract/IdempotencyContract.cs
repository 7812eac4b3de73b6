using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class IdempotencyContract : JobStoreContract
{
    private static readonly Instant Until = After(7 * 86_400);

    // More than a store forgets at once, which is 5,000.
    private static readonly int s_over = Environment.GetEnvironmentVariable("KAIROS_QUICK") is null ? 11_000 : 5_500;

    [Fact]
    public async Task The_same_key_and_content_give_the_first_id()
    {
        NewJob first = await SubmittedAsync(Keyed("order 1", content: 1));

        (await Store.SubmitAsync(Keyed("order 1", content: 1), T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, first.Id));
        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(1);
    }

    [Fact]
    public async Task The_first_id_is_given_even_after_the_job_has_ended()
    {
        ArmedRow row = await ArmedAsync(Keyed("order 1", content: 1));
        _ = await CompleteAsync(Ended(row));

        (await Store.SubmitAsync(Keyed("order 1", content: 1), T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, row.Id));
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict_that_names_the_first_job()
    {
        NewJob first = await SubmittedAsync(Keyed("order 1", content: 1));

        SubmitAnswer answer = await Store.SubmitAsync(Keyed("order 1", content: 2), T0, None);

        answer.ShouldBe(new SubmitAnswer(SubmitStatus.IdempotencyConflict, first.Id));
        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(1);
    }

    [Fact]
    public async Task Each_owner_has_keys_of_its_own()
    {
        _ = await SubmittedAsync(Keyed("order 1", content: 1));
        _ = await SubmittedAsync(Keyed("order 1", content: 2, owner: "bob"));
    }

    [Fact]
    public async Task A_key_is_remembered_until_its_time_and_not_at_it()
    {
        NewJob first = await SubmittedAsync(Keyed("order 1", content: 1));
        NewJob second = Keyed("order 1", content: 2) with { IdempotencyUntil = Until + TimeSpan.FromDays(7) };

        (await Store.SubmitAsync(second, new Instant(Until.Micros - 1), None)).ShouldBe(new SubmitAnswer(SubmitStatus.IdempotencyConflict, first.Id));
        (await Store.SubmitAsync(second, Until, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, second.Id));
        (await Store.SubmitAsync(second with { Id = NewId() }, Until, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, second.Id));
    }

    [Fact]
    public async Task A_refused_submit_is_not_remembered()
    {
        ArmedRow standing = await ArmedAsync(Job("k"));
        NewJob job = Keyed("order 1", content: 1) with { Key = "k" };
        (await Store.SubmitAsync(job, T0, None)).Status.ShouldBe(SubmitStatus.KeyTaken);
        _ = await CompleteAsync(Ended(standing));

        (await Store.SubmitAsync(job, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, job.Id));
    }

    [Fact]
    public async Task A_repeated_replace_edits_once()
    {
        NewJob standing = await SubmittedAsync(Job("k"));
        NewJob edit = Keyed("edit 1", content: 1) with { Key = "k", Conflict = KeyConflict.Replace };

        (await Store.SubmitAsync(edit, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, standing.Id));
        (await Store.SubmitAsync(edit, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, standing.Id));

        (await StandingAsync(standing.Id)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_comes_twice_in_one_bulk_counts_once()
    {
        NewJob first = Keyed("order 1", content: 1);

        IReadOnlyList<SubmitAnswer> answers = await Store.SubmitAllAsync([first, Keyed("order 1", content: 1)], T0, None);

        answers.ShouldBe([new SubmitAnswer(SubmitStatus.Created, first.Id), new SubmitAnswer(SubmitStatus.Repeated, first.Id)]);
    }

    [Fact]
    public async Task Callers_at_once_with_one_key_get_one_job()
    {
        SubmitAnswer[] answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Store.SubmitAsync(Keyed("order 1", content: 1), T0, None).AsTask()));

        answers.Count(answer => answer.Status == SubmitStatus.Created).ShouldBe(1);
        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Sweeping_forgets_what_is_over_and_nothing_else()
    {
        NewJob[] jobs =
        [
            .. Enumerable.Range(0, s_over + 500).Select(i => Keyed($"order {i}", content: 1) with { IdempotencyUntil = i < s_over ? Until : After(8 * 86_400) }),
        ];
        _ = await Store.SubmitAllAsync(jobs, T0, None);

        (await Store.SweepAsync(new Instant(Until.Micros - 1), None)).ShouldBe(0);
        (await Store.SweepAsync(Until, None)).ShouldBe(s_over);
        (await Store.SweepAsync(Until, None)).ShouldBe(0);

        (await Store.SubmitAsync(Keyed($"order {s_over}", content: 1), Until, None)).Status.ShouldBe(SubmitStatus.Repeated);
    }

    private static NewJob Keyed(string idempotencyKey, byte content, string owner = Owner) => Job(owner: owner) with
    {
        IdempotencyKey = idempotencyKey,
        ContentHash = new byte[] { content, 0, 255 },
        IdempotencyUntil = Until,
    };
}
