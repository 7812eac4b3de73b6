using System.Text;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Engine;

public sealed class KindTests
{
    [Fact]
    public async Task A_job_of_an_unknown_kind_is_parked_with_a_reason_and_runs_when_the_kind_is_registered()
    {
        using TempFolder folder = new();
        ManualTime time = new();
        JobId id;
        await using (KairosTestHost host = await KairosTestHost.StartAsync(k => k.UseSqlite(folder["jobs.db"]), time))
        {
            id = await host.SubmitAsync(Greet.Now());
            await host.UntilAsync<JobsParked>(e => e.Jobs.Contains(id));
            JobView parked = (await host.Jobs.FindAsync("ann", id))!;
            parked.State.ShouldBe(JobState.Parked);
            parked.Reason.ShouldNotBeNull().ShouldContain("'greet' has no handler");
            host.Engine.ArmedCount.ShouldBe(0);
        }

        await using KairosTestHost next = await KairosTestHost.StartAsync(k => k.UseSqlite(folder["jobs.db"]).Greets(), time);
        (await next.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_parked_job_can_be_cancelled()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(_ => { });
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<JobsParked>(e => e.Jobs.Contains(id));

        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
    }

    [Fact]
    public async Task Parked_jobs_do_not_stand_in_the_way_of_others()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 700).Select(_ => Greet.Now() with { Kind = "nobody.knows" })]);
        JobId id = await host.SubmitAsync(Greet.Now());

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        host.Events.OfType<StoreFailed>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Text\":5}")]
    public async Task A_payload_that_can_not_be_read_fails_its_job_alone_and_says_why(string payload)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(1);
        JobId corrupt = await host.SubmitAsync(Greet.At(at) with { Payload = Encoding.UTF8.GetBytes(payload) });
        JobId good = await host.SubmitAsync(Greet.At(at));

        await host.DrainAsync();

        RunView run = await host.RunOfAsync(corrupt);
        run.Outcome.ShouldBe(OutcomeCode.Failed);
        run.Reason.ShouldNotBeNull().ShouldContain("could not be read as greet");
        (await host.RunOfAsync(good)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_handler_that_can_not_be_made_fails_its_job_alone_and_leaves_no_scope_behind()
    {
        Disposals disposals = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Services.AddSingleton(disposals);
            k.Services.AddScoped<Used>();
            k.Handle<Greeting, Unmakeable>("broken", TestJson.Default.Greeting).Greets();
        });
        JobId broken = await host.SubmitAsync(Greet.Now() with { Kind = "broken" });
        JobId good = await host.SubmitAsync(Greet.Now());

        (await host.RunOfAsync(broken)).Reason.ShouldNotBeNull().ShouldContain("could not be made");
        (await host.RunOfAsync(good)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        disposals.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_class_lives_in_a_scope_of_its_attempt_which_ends_with_it()
    {
        Disposals disposals = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Services.AddSingleton(disposals);
            k.Services.AddScoped<Used>();
            k.Handle<Greeting, Using>(Greet.Kind, TestJson.Default.Greeting);
        });
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(1);
        JobId ran = await host.SubmitAsync(Greet.At(at));
        await host.DrainAsync();
        await disposals.ReachAsync(1);

        // One that is armed and then cancelled, or handed back at the stop, has its scope ended too.
        JobId cancelled = await host.SubmitArmedAsync(Greet.At(at.AddSeconds(3)));
        (await host.Jobs.CancelAsync("ann", cancelled)).ShouldBe(ChangeAnswer.Applied);
        await disposals.ReachAsync(2);
        await host.SubmitArmedAsync(Greet.At(at.AddSeconds(3)));
        await host.StopAsync();
        await disposals.ReachAsync(3);
        (await host.RunOfAsync(ran)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_scope_that_can_not_be_disposed_of_does_not_stop_the_commits()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Services.AddScoped<Stubborn>();
            k.Handle<Greeting, UsingStubborn>(Greet.Kind, TestJson.Default.Greeting);
        });
        for (int i = 0; i < 5; i++)
        {
            await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));
        }
    }

    [Fact]
    public async Task A_scope_whose_disposal_does_not_end_holds_up_nobody()
    {
        using ManualResetEventSlim go = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Services.AddSingleton(go);
            k.Services.AddScoped<Sluggish>();
            k.Handle<Greeting, UsingSluggish>(Greet.Kind, TestJson.Default.Greeting);
        });
        for (int i = 0; i < 4; i++)
        {
            await host.RunOfAsync(await host.SubmitAsync(Greet.Now()));
        }

        // Nor whoever cancels.
        JobId cancelled = await host.SubmitArmedAsync(Greet.At(host.Time.GetUtcNow().AddSeconds(3)));
        (await host.Jobs.CancelAsync("ann", cancelled)).ShouldBe(ChangeAnswer.Applied);
        await host.StopAsync();
        go.Set();
    }

    [Fact]
    public async Task Two_handlers_of_one_kind_are_refused()
    {
        ArgumentException e = await Should.ThrowAsync<ArgumentException>(() => KairosTestHost.StartAsync(k => k.Greets().Greets()));
        e.Message.ShouldContain("register one");
    }

    [Fact]
    public async Task A_timeout_of_nothing_is_refused_and_the_message_says_how_to_have_none()
    {
        ArgumentException e = await Should.ThrowAsync<ArgumentException>(() =>
            KairosTestHost.StartAsync(k => k.Greets(static () => Outcome.Success, new KindOptions { Timeout = Timeout.InfiniteTimeSpan })));
        e.Message.ShouldContain("TimeSpan.MaxValue");
    }

    private sealed class Disposals
    {
        private readonly SemaphoreSlim _more = new(0);

        internal int Count { get; private set; }

        internal void Add()
        {
            Count++;
            _more.Release();
        }

        internal async Task ReachAsync(int count)
        {
            while (Count < count)
            {
                (await _more.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
            }

            Count.ShouldBe(count);
        }
    }

    private sealed class Used(Disposals disposals) : IDisposable
    {
        public void Dispose() => disposals.Add();
    }

    private sealed class Using(Used used) : IJobHandler<Greeting>
    {
        public ValueTask<Outcome> RunAsync(Greeting payload, JobContext context, CancellationToken ct)
        {
            used.ShouldNotBeNull();
            return ValueTask.FromResult(Outcome.Success);
        }
    }

    private sealed class Unmakeable : IJobHandler<Greeting>
    {
        public Unmakeable(Used used)
        {
            used.ShouldNotBeNull();
            throw new InvalidOperationException("no");
        }

        public ValueTask<Outcome> RunAsync(Greeting payload, JobContext context, CancellationToken ct) => ValueTask.FromResult(Outcome.Success);
    }

    private sealed class Sluggish(ManualResetEventSlim go) : IDisposable
    {
        public void Dispose() => go.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    private sealed class UsingSluggish(Sluggish used) : IJobHandler<Greeting>
    {
        public ValueTask<Outcome> RunAsync(Greeting payload, JobContext context, CancellationToken ct)
        {
            used.ShouldNotBeNull();
            return ValueTask.FromResult(Outcome.Success);
        }
    }

    private sealed class Stubborn : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("stubborn");
    }

    private sealed class UsingStubborn(Stubborn used) : IJobHandler<Greeting>
    {
        public ValueTask<Outcome> RunAsync(Greeting payload, JobContext context, CancellationToken ct)
        {
            used.ShouldNotBeNull();
            return ValueTask.FromResult(Outcome.Success);
        }
    }
}
