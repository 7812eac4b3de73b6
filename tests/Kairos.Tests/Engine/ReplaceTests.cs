using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class ReplaceTests
{
    private readonly FaultyStore _store = new();
    private readonly Latch _old = new();
    private readonly List<string> _texts = [];

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        k.Greets(async (g, _, ct) =>
        {
            if (g.Text == "held")
            {
                await _old.PassAsync(ct);
            }

            if (g.Text != "sentinel")
            {
                lock (_texts)
                {
                    _texts.Add(g.Text);
                }
            }

            return Outcome.Success;
        });
    });

    private static JobRequest Keyed(string text, DateTimeOffset at, KeyConflict conflict = KeyConflict.Replace) => Greet.At(at, text) with { Key = "k", Conflict = conflict };

    [Theory]
    [InlineData(3600, 7200)]
    [InlineData(3600, 2)]
    [InlineData(3, 3600)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    public async Task A_job_that_has_not_started_runs_once_with_the_new_content_at_the_new_instant(int oldSeconds, int newSeconds)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Keyed("old", start.AddSeconds(oldSeconds)));
        if (oldSeconds == 3)
        {
            await host.UntilAsync<JobArmed>(e => e.Job == id);
        }

        SubmitAnswer answer = await host.Jobs.SubmitAsync(Keyed("new", start.AddSeconds(newSeconds)));
        answer.ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id));

        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();
        (run.Due.ToDateTimeOffset(), run.Lateness).ShouldBe((start.AddSeconds(newSeconds), TimeSpan.Zero));
        _texts.ShouldBe(["new"]);
    }

    [Fact]
    public async Task A_running_occurrence_goes_on_with_the_old_content_and_the_new_one_starts_at_its_instant_right_after()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Keyed("held", start));
        await _old.Reached;

        (await host.Jobs.SubmitAsync(Keyed("new", start.AddMilliseconds(100)))).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id, Running: true));
        _old.Open();
        await host.RunOfAsync(id);

        // Without a poll: time moves by less.
        await host.UntilAsync<JobArmed>(e => e.Job == id && e.Fence == 2);
        host.Time.AdvanceTo(start.AddMilliseconds(100));
        RunView second = (await host.UntilAsync<RunCommitted>(e => e.Run.Fence == 2 && e.Run.Job == id)).Run;
        (second.Lateness, second.Due.ToDateTimeOffset()).ShouldBe((TimeSpan.Zero, start.AddMilliseconds(100)));
        _texts.ShouldBe(["held", "new"]);
    }

    [Fact]
    public async Task A_replace_says_that_the_old_content_had_started_although_it_has_ended_meanwhile()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitArmedAsync(Keyed("old", start.AddSeconds(3)));
        _store.After = async verb =>
        {
            if (verb == "submit")
            {
                _store.Mend();
                host.Time.AdvanceTo(start.AddSeconds(3));
                await host.RunOfAsync(id);
            }
        };

        (await host.Jobs.SubmitAsync(Keyed("new", start.AddSeconds(4)))).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id, Running: true));

        await host.DrainAsync();
        _texts.ShouldBe(["old", "new"]);
    }

    [Fact]
    public async Task Of_two_replaces_at_once_neither_says_that_the_old_content_had_started()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitArmedAsync(Keyed("old", start.AddSeconds(3)));
        int submits = 0;
        _store.After = async verb =>
        {
            if (verb == "submit" && Interlocked.Increment(ref submits) == 1)
            {
                (await host.Jobs.SubmitAsync(Keyed("second", start.AddSeconds(4)))).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id));
                await host.UntilAsync<JobWithdrawn>(e => e.Job == id);
            }
        };

        (await host.Jobs.SubmitAsync(Keyed("first", start.AddSeconds(4)))).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, id));

        await host.DrainAsync();
        _texts.ShouldBe(["second"]);
    }

    [Fact]
    public async Task Keep_leaves_the_job_as_it_is_and_reject_names_it()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Keyed("old", at));

        (await host.Jobs.SubmitAsync(Keyed("new", at.AddSeconds(-2), KeyConflict.Keep))).ShouldBe(new SubmitAnswer(SubmitStatus.Kept, id));
        (await host.Jobs.SubmitAsync(Keyed("new", at.AddSeconds(-2), KeyConflict.Reject))).ShouldBe(new SubmitAnswer(SubmitStatus.KeyTaken, id));

        (await host.DrainAsync()).ShouldHaveSingleItem().Due.ToDateTimeOffset().ShouldBe(at);
        _texts.ShouldBe(["old"]);
    }

    [Fact]
    public async Task A_key_is_free_again_when_its_job_has_ended_and_belongs_to_one_owner_and_kind()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow();
        JobId first = await host.SubmitAsync(Keyed("one", at, KeyConflict.Reject));
        await host.RunOfAsync(first);
        (await host.Jobs.SubmitAsync(Keyed("two", at.AddHours(1), KeyConflict.Reject))).Status.ShouldBe(SubmitStatus.Created);
        (await host.Jobs.SubmitAsync(Keyed("three", at, KeyConflict.Reject) with { Owner = "bob" })).Status.ShouldBe(SubmitStatus.Created);
        (await host.Jobs.SubmitAsync(Keyed("four", at, KeyConflict.Reject) with { Kind = "other" })).Status.ShouldBe(SubmitStatus.Created);
    }

    [Fact]
    public async Task When_the_store_fails_at_the_hand_back_the_new_content_runs_all_the_same()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitArmedAsync(Keyed("old", start.AddSeconds(3)));
        _store.Fail("release");
        (await host.Jobs.SubmitAsync(Keyed("new", start.AddSeconds(4)))).Status.ShouldBe(SubmitStatus.Replaced);

        host.Time.AdvanceTo(start.AddSeconds(4));
        (await host.RunOfAsync(id)).Due.ToDateTimeOffset().ShouldBe(start.AddSeconds(4));
        _texts.ShouldBe(["new"]);
    }

    [Fact]
    public async Task Replacing_a_job_that_starts_at_that_moment_runs_each_content_at_most_once_on_the_real_thing()
    {
        await using KairosTestHost host = await StartAsync();
        for (int i = 0; i < 60; i++)
        {
            DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(2);
            string key = $"k{i}";
            JobId id = await host.SubmitArmedAsync(Greet.At(at, $"old{i}") with { Key = key, Conflict = KeyConflict.Replace });
            Task<SubmitAnswer> replace = Task.Run(async () => await host.Jobs.SubmitAsync(Greet.At(at.AddSeconds(1), $"new{i}") with { Key = key, Conflict = KeyConflict.Replace }));
            host.Time.AdvanceTo(at);
            await replace;
            await host.DrainAsync();
            (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
        }

        _texts.Count.ShouldBe(_texts.Distinct().Count());
        _texts.Count(t => t.StartsWith("new", StringComparison.Ordinal)).ShouldBe(60);
    }
}
