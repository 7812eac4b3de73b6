using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class SubmitTests
{
    private static JobRequest Keyed => Greet.Now() with { IdempotencyKey = "once", Trigger = Trigger.At(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)) };

    [Fact]
    public async Task The_same_request_under_the_same_idempotency_key_is_the_same_job_even_after_it_has_ended()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobRequest request = Greet.Now() with { IdempotencyKey = "once" };
        JobId id = await host.SubmitAsync(request);
        (await host.Jobs.SubmitAsync(request)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, id));
        await host.RunOfAsync(id);
        host.Time.StepWall(TimeSpan.FromDays(6));

        (await host.Jobs.SubmitAsync(request)).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, id));
        host.StartsOf(id).ShouldBe(1);
        (await host.Jobs.ListAsync(new())).ShouldBeEmpty();
    }

    public static TheoryData<string, Func<JobRequest, JobRequest>> Changes => new()
    {
        { "payload", static r => r with { Payload = Greet.Now("other").Payload } },
        { "trigger", static r => r with { Trigger = Trigger.At(new DateTimeOffset(2026, 6, 1, 0, 0, 1, TimeSpan.Zero)) } },
        { "kind", static r => r with { Kind = "other" } },
        { "key", static r => r with { Key = "k" } },
        { "conflict", static r => r with { Conflict = KeyConflict.Keep } },
        { "priority", static r => r with { Priority = 1 } },
        { "max attempts", static r => r with { MaxAttempts = 3 } },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task Another_request_under_the_same_idempotency_key_is_a_conflict(string what, Func<JobRequest, JobRequest> change)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobId id = await host.SubmitAsync(Keyed);

        (await host.Jobs.SubmitAsync(change(Keyed))).ShouldBe(new SubmitAnswer(SubmitStatus.IdempotencyConflict, id), what);
        (await host.Jobs.ListAsync(new())).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_idempotency_key_belongs_to_its_owner_and_is_forgotten_after_a_week()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobId id = await host.SubmitAsync(Keyed);
        (await host.Jobs.SubmitAsync(Keyed with { Owner = "bob" })).Status.ShouldBe(SubmitStatus.Created);

        host.Time.StepWall(TimeSpan.FromDays(7));
        SubmitAnswer later = await host.Jobs.SubmitAsync(Keyed);
        later.Status.ShouldBe(SubmitStatus.Created);
        later.Id.ShouldNotBe(id);
    }

    [Fact]
    public async Task Of_many_submits_of_one_idempotency_key_at_once_one_makes_the_job()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        SubmitAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await host.Jobs.SubmitAsync(Keyed))));

        answers.Count(a => a.Status == SubmitStatus.Created).ShouldBe(1);
        answers.Select(a => a.Id).Distinct().ShouldHaveSingleItem();
    }

    public static TheoryData<string, Func<JobRequest, JobRequest>> Bad => new()
    {
        { "kind is empty: give 1 to 100 characters", static r => r with { Kind = " " } },
        { "kind is empty: give 1 to 100 characters", static r => r with { Kind = null! } },
        { "kind has 101 characters: give at most 100", static r => r with { Kind = new string('k', 101) } },
        { "owner is empty: give 1 to 200 characters", static r => r with { Owner = "" } },
        { "owner has 201 characters: give at most 200", static r => r with { Owner = new string('o', 201) } },
        { "key has 201 characters: give at most 200", static r => r with { Key = new string('k', 201) } },
        { "key is empty: give 1 to 200 characters", static r => r with { Key = "" } },
        { "idempotency key has 201 characters: give at most 200", static r => r with { IdempotencyKey = new string('k', 201) } },
        { "priority 101 is out of range: -100 to 100", static r => r with { Priority = 101 } },
        { "priority -101 is out of range: -100 to 100", static r => r with { Priority = -101 } },
        { "max attempts 0 is out of range: 1 to 1,000", static r => r with { MaxAttempts = 0 } },
        { "max attempts 1001 is out of range: 1 to 1,000", static r => r with { MaxAttempts = 1001 } },
        { "payload is empty: give JSON", static r => r with { Payload = default } },
        { "Keep large content elsewhere", static r => r with { Payload = new byte[Limits.PayloadBytes + 1] } },
        { "U+0000, which stores can't keep: leave it out", static r => r with { Owner = "an\0n" } },
        { "U+0000, which stores can't keep: leave it out", static r => r with { Kind = "gre\0et" } },
        { "U+0000, which stores can't keep: leave it out", static r => r with { Key = "\0" } },
        { "U+0000, which stores can't keep: leave it out", static r => r with { IdempotencyKey = "\0x" } },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task What_can_not_be_stored_is_refused_with_the_remedy_and_nothing_is_stored(string message, Func<JobRequest, JobRequest> change)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobRequest bad = change(Greet.Now());

        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAsync(bad))).Message.ShouldContain(message);
        await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAllAsync([Greet.At(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), bad]));
        (await host.Jobs.ListAsync(new())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trigger_that_yields_nothing_any_more_is_refused()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(), new ManualTime(new DateTimeOffset(9999, 12, 31, 2, 0, 0, TimeSpan.Zero)));
        JobRequest never = Greet.Now() with { Trigger = Trigger.Daily("UTC", new TimeOnly(1, 0)) };
        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAsync(never))).Message.ShouldContain("yields no instant from now on: give one that does");
    }

    [Fact]
    public async Task What_is_just_within_the_limits_is_stored_and_comes_back_whole()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        byte[] payload = new byte[Limits.PayloadBytes];
        Random.Shared.NextBytes(payload);
        JobRequest request = new()
        {
            Kind = new string('你', Limits.KindLength),
            Owner = string.Concat(Enumerable.Repeat("😀", Limits.OwnerLength / 2)),
            Key = new string('ß', Limits.KeyLength),
            IdempotencyKey = new string('i', Limits.KeyLength),
            Payload = payload,
            Priority = -100,
            MaxAttempts = 1_000,
            Trigger = Trigger.At(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)),
        };
        JobId id = await host.SubmitAsync(request);

        JobView job = (await host.Jobs.FindAsync(request.Owner, id))!;
        (job.Kind, job.Owner, job.Key, job.Priority).ShouldBe((request.Kind, request.Owner, request.Key, -100));
        job.Payload.Span.SequenceEqual(payload).ShouldBeTrue();
        (await host.Jobs.FindByKeyAsync(request.Owner, request.Kind, request.Key)).ShouldNotBeNull().Id.ShouldBe(id);
    }

    [Fact]
    public async Task More_jobs_than_one_submit_takes_are_refused_with_the_remedy()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobRequest[] many = new JobRequest[Limits.BulkJobs + 1];
        Array.Fill(many, Greet.Now());

        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.SubmitAllAsync(many))).Message.ShouldContain("send at most 10000 at a time");
    }

    [Fact]
    public async Task Jobs_of_other_owners_are_neither_found_nor_listed()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        JobId id = await host.SubmitAsync(Keyed with { Key = "k" });

        (await host.Jobs.FindAsync("bob", id)).ShouldBeNull();
        (await host.Jobs.FindByKeyAsync("bob", Greet.Kind, "k")).ShouldBeNull();
        (await host.Jobs.ListAsync(new() { Owner = "bob" })).ShouldBeEmpty();
        (await host.Jobs.ListAsync(new() { Owner = "ann" })).ShouldHaveSingleItem().Id.ShouldBe(id);
    }
}
