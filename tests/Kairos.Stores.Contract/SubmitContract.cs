using System.Text;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class SubmitContract : JobStoreContract
{
    [Fact]
    public async Task A_job_is_found_as_it_was_given()
    {
        NewJob job = Repeating("weekly report") with
        {
            Due = After(1),
            At = After(2),
            Priority = -7,
            Payload = Encoding.UTF8.GetBytes("""{"to":"Zoë 🚀"}"""),
        };
        _ = await SubmittedAsync(job);

        JobView view = await StandingAsync(job.Id);
        view.Payload.ToArray().ShouldBe(job.Payload.ToArray());
        view.ShouldBe(new JobView
        {
            Id = job.Id,
            Kind = Kind,
            Owner = Owner,
            Key = "weekly report",
            State = JobState.Waiting,
            Due = After(1),
            At = After(2),
            Priority = -7,
            Attempt = 0,
            Version = 1,
            Fence = 0,
            Trigger = job.Trigger,
            Payload = view.Payload,
        });
    }

    [Theory]
    [InlineData("Zoë 🚀 日本語")]
    [InlineData("")]
    [InlineData("'; drop table job; --")]
    [InlineData("e\u0301")]
    public async Task Names_come_back_letter_for_letter(string name)
    {
        NewJob job = await SubmittedAsync(Job(key: name, owner: name, kind: name));

        JobView view = (await Store.FindByKeyAsync(name, name, name, None)).ShouldNotBeNull();
        (view.Id, view.Owner, view.Kind, view.Key).ShouldBe((job.Id, name, name, name));
    }

    [Fact]
    public async Task Names_that_differ_in_normal_form_or_case_are_different()
    {
        foreach (string key in new[] { "a", "\u00e9", "e\u0301", "A" })
        {
            _ = await SubmittedAsync(Job(key));
        }
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_a_name_is_refused_and_harms_no_other_submit()
    {
        Task<SubmitAnswer>[] submits =
        [
            .. Enumerable.Range(0, 20).Select(i => Store.SubmitAsync(Job(i == 10 ? "\ud83d" : $"key {i}"), T0, None).AsTask()),
        ];

        _ = await Should.ThrowAsync<ArgumentException>(submits[10]);
        foreach (Task<SubmitAnswer> good in submits.Where((_, i) => i != 10))
        {
            (await good).Status.ShouldBe(SubmitStatus.Created);
        }

        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(19);
    }

    [Fact]
    public async Task A_large_and_an_empty_payload_come_back_byte_for_byte()
    {
        byte[] large = new byte[1 << 20];
        new Random(1).NextBytes(large);
        NewJob big = await SubmittedAsync(Job() with { Payload = large });
        NewJob none = await SubmittedAsync(Job() with { Payload = default });

        (await StandingAsync(big.Id)).Payload.ToArray().ShouldBe(large);
        (await StandingAsync(none.Id)).Payload.Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_taken_key_is_refused_and_names_the_job_that_stands()
    {
        NewJob first = await SubmittedAsync(Job("k"));

        SubmitAnswer answer = await Store.SubmitAsync(Job("k") with { Conflict = KeyConflict.Reject }, T0, None);

        answer.ShouldBe(new SubmitAnswer(SubmitStatus.KeyTaken, first.Id));
        answer.Accepted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_is_taken_for_one_owner_and_kind_only()
    {
        _ = await SubmittedAsync(Job("k"));
        _ = await SubmittedAsync(Job("k", owner: "bob"));
        _ = await SubmittedAsync(Job("k", kind: "other"));
    }

    [Fact]
    public async Task A_key_is_free_again_when_its_job_has_ended()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await CompleteAsync(Ended(row));

        _ = await SubmittedAsync(Job("k"));
    }

    [Fact]
    public async Task Jobs_without_a_key_never_meet()
    {
        _ = await SubmittedAsync(Job());
        _ = await SubmittedAsync(Job());
    }

    [Fact]
    public async Task Keep_leaves_the_job_that_stands_as_it_is()
    {
        NewJob first = await SubmittedAsync(Job("k"));
        JobView before = await StandingAsync(first.Id);

        SubmitAnswer answer = await Store.SubmitAsync(Job("k", After(9)) with { Conflict = KeyConflict.Keep }, T0, None);

        answer.ShouldBe(new SubmitAnswer(SubmitStatus.Kept, first.Id));
        ByContent(await StandingAsync(first.Id), before).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_id_again_is_the_same_submit_again()
    {
        // What a caller does after a commit of which it can't be told whether it happened.
        NewJob plain = await SubmittedAsync(Job());
        NewJob keyed = await SubmittedAsync(Job("k"));

        _ = await SubmittedAsync(plain);
        _ = await SubmittedAsync(keyed);

        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(2);
    }

    [Fact]
    public async Task Many_are_answered_in_their_order_and_a_refusal_harms_no_other()
    {
        NewJob standing = await SubmittedAsync(Job("taken"));
        NewJob[] jobs = [Job("a"), Job("taken"), Job("a"), Job()];

        IReadOnlyList<SubmitAnswer> answers = await Store.SubmitAllAsync(jobs, T0, None);

        answers.ShouldBe(
        [
            new SubmitAnswer(SubmitStatus.Created, jobs[0].Id),
            new SubmitAnswer(SubmitStatus.KeyTaken, standing.Id),
            new SubmitAnswer(SubmitStatus.KeyTaken, jobs[0].Id),
            new SubmitAnswer(SubmitStatus.Created, jobs[3].Id),
        ]);
    }

    [Fact]
    public async Task Many_can_be_none()
    {
        (await Store.SubmitAllAsync([], T0, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task As_many_as_one_submit_takes_are_stored_at_once()
    {
        NewJob[] jobs = [.. Enumerable.Range(0, Limits.BulkJobs).Select(i => Job(at: After(i % 100)))];

        IReadOnlyList<SubmitAnswer> answers = await Store.SubmitAllAsync(jobs, T0, None);

        answers.ShouldAllBe(answer => answer.Status == SubmitStatus.Created);
        (await Store.CountJobsAsync(None))[JobState.Waiting].ShouldBe(Limits.BulkJobs);
        (await ArmAllAsync(500)).ShouldAllBe(row => row.At < After(5));
    }

    private static bool ByContent(JobView left, JobView right) =>
        left with { Payload = default } == right with { Payload = default } && left.Payload.Span.SequenceEqual(right.Payload.Span);
}
