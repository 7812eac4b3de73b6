using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Nodes;

public sealed class OnceTests
{
    private static Action<KairosBuilder> With(string version, string text) =>
        k => k.Greets().Once("import", version, Greet.Kind, new Greeting(text), TestJson.Default.Greeting);

    private static async Task<int> RunsAsync(KairosTestHost host) =>
        (await host.Jobs.RunsAsync(new() { Owner = "kairos" })).Count(r => r.Outcome == OutcomeCode.Succeeded);

    [Fact]
    public async Task Of_nodes_that_start_together_one_runs_the_task_and_no_start_of_that_version_runs_it_again()
    {
        await using NodeHost nodes = new();
        await nodes.Cluster.OpenAsync(nodes.Cluster.Clock);
        (KairosTestHost Host, FakeNodeStore Store)[] started = await Task.WhenAll(nodes.StartAsync(With("1", "a")), nodes.StartAsync(With("1", "a")), nodes.StartAsync(With("1", "a")));
        await Task.WhenAny(started.Select(s => s.Host.UntilAsync<Kairos.Events.RunCommitted>()));
        (KairosTestHost late, _) = await nodes.StartAsync(With("1", "a"));
        await nodes.SettleAsync([late, .. started.Select(s => s.Host)]);
        (await RunsAsync(late)).ShouldBe(1);

        foreach (KairosTestHost host in (KairosTestHost[])[.. started.Select(s => s.Host), late])
        {
            await host.StopInTimeAsync();
        }

        // An ordinary idempotency key is forgotten by then.
        nodes.Time.Advance(TimeSpan.FromDays(8));
        (KairosTestHost later, _) = await nodes.StartAsync(With("1", "a"));
        await later.SettleAsync();
        (await RunsAsync(later)).ShouldBe(1);
        await nodes.Cluster.CloseAsync();
    }

    [Fact]
    public async Task On_a_store_of_one_process_it_runs_once_per_version_over_restarts()
    {
        using TempFolder folder = new();
        foreach ((string version, int runs) in ((string, int)[])[("1", 1), ("1", 1), ("2", 2), ("1", 2)])
        {
            await using KairosTestHost host = await KairosTestHost.StartAsync(k => With(version, "a")(k.UseSqlite(folder["jobs.db"])));
            await host.SettleAsync();
            (await RunsAsync(host)).ShouldBe(runs);
            await host.StopInTimeAsync();
        }
    }

    [Fact]
    public async Task A_version_that_comes_with_another_payload_is_refused_with_a_remedy()
    {
        await using NodeHost nodes = new();
        await nodes.StartAsync(With("1", "a"));
        InvalidOperationException refused = await Should.ThrowAsync<InvalidOperationException>(() => nodes.StartAsync(With("1", "b")));
        refused.Message.ShouldContain("another version");
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("import", " ")]
    public void A_task_without_name_or_version_is_refused(string name, string version) =>
        Should.Throw<ArgumentException>(() => OnceTask.Of(name, version, Greet.Now()));

    [Fact]
    public void A_name_that_makes_no_key_is_refused() =>
        Should.Throw<ArgumentException>(() => OnceTask.Of(new string('x', 200), "1", Greet.Now())).Message.ShouldContain("at most 194");
}
