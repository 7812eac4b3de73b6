using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class BulkTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    [Fact]
    public async Task A_hundred_thousand_jobs_are_stored_in_one_transaction()
    {
        NewJob[] jobs = [.. Enumerable.Range(0, 100_000).Select(i => Job(at: After(i / 1_000d), owner: $"owner {i % 977}") with { MaxAttempts = i % 2 == 0 ? i : null })];

        IReadOnlyList<SubmitAnswer> answers = await Store.SubmitAllAsync(jobs, T0, None);

        answers.Select(a => a.Id).ShouldBe(jobs.Select(j => j.Id));
        answers.ShouldAllBe(a => a.Status == SubmitStatus.Created);
        Pg.Query("select count(*) from kairos.job").ShouldBe(["100000"]);
        Pg.Query("select distinct xmin::text from kairos.job").Count.ShouldBe(1);
        Pg.Query("select count(distinct owner) from kairos.job where max_attempts is not null").ShouldBe(["977"]);
    }

    [Fact]
    public async Task An_id_that_is_there_already_is_no_reason_to_refuse_the_rest()
    {
        NewJob[] jobs = [.. Enumerable.Range(0, 5_000).Select(_ => Job())];
        _ = await SubmittedAsync(jobs[2_500]);

        IReadOnlyList<SubmitAnswer> answers = await Store.SubmitAllAsync(jobs, T0, None);

        answers.ShouldBe(jobs.Select(job => new SubmitAnswer(SubmitStatus.Created, job.Id)));
        Pg.Query("select count(*) from kairos.job").ShouldBe(["5000"]);
    }

    [Fact]
    public async Task What_is_copied_comes_back_as_it_was()
    {
        NewJob[] jobs =
        [
            .. Enumerable.Range(0, 150).Select(i => Repeating(at: After(-i)) with
            {
                Id = NewId("Ωμέγα 🎟"),
                Owner = "Ωμέγα 🎟",
                Due = After(-i - 1),
                Priority = i - 75,
                MaxAttempts = i % 3 == 0 ? null : i,
                Trigger = i % 2 == 0 ? null : Repeating().Trigger,
                Payload = Enumerable.Range(0, i == 77 ? Limits.PayloadBytes : i * 40).Select(n => (byte)(n * i % 256)).ToArray(),
            }),
        ];

        _ = await Store.SubmitAllAsync(jobs, T0, None);

        Dictionary<JobId, ArmedRow> rows = (await ArmAllAsync()).ToDictionary(row => row.Id);
        rows.Count.ShouldBe(jobs.Length);
        foreach (NewJob job in jobs)
        {
            ArmedRow row = rows[job.Id];
            (row.Owner, row.Kind, row.Key, row.Due, row.At, row.Priority, row.MaxAttempts, row.Trigger).ShouldBe((job.Owner, job.Kind, null, job.Due, job.At, job.Priority, job.MaxAttempts, job.Trigger));
            row.Payload.Span.SequenceEqual(job.Payload.Span).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData('\0', null)]
    [InlineData('\udc00', null)]
    [InlineData('\0', "k")]
    [InlineData('\udc00', "k")]
    public async Task One_that_can_not_be_stored_keeps_all_out_and_is_named(char bad, string? key)
    {
        string kind = $"a{bad}b";
        NewJob[] jobs = [.. Enumerable.Range(0, 3_000).Select(i => i == 2_999 ? Job(key, kind: kind) : Job())];

        (await Should.ThrowAsync<ArgumentException>(Store.SubmitAllAsync(jobs, T0, None).AsTask())).Message.ShouldContain("which PostgreSQL can't keep");

        Pg.Query("select count(*) from kairos.job").ShouldBe(["0"]);
        _ = await SubmittedAsync(Job());
    }
}
