using Kairos.Jobs;
using Kairos.PostgreSql;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.StateSchedules.Tests.Ticks;

/// <summary>Servers that share a store, in real time: none of them waits for a tick.</summary>
public sealed class TwoServersTests(PostgresFixture postgres) : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Servers_that_start_at_once_make_the_tables_once_and_submit_each_slice_once()
    {
        string connection = await postgres.DatabaseAsync();
        _rig.AddTrue(10);
        _rig.Mapping = _rig.Mapping with { Slices = 4, Every = TimeSpan.FromDays(1_000) };
        await using (RealServer first = await StartedAsync(connection))
        {
            (await first.Desk.ApplyAsync(StateRig.Name, CancellationToken.None)).Refusal.ShouldBeNull();
        }

        // The next release cuts the table into six.
        _rig.Mapping = _rig.Mapping with { Slices = 6 };
        RealServer[] servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartedAsync(connection)));
        IReadOnlyList<JobView> jobs = await servers[0].Get<JobClient>().ListAsync(new() { Kind = TickPayload.Kind });

        jobs.Select(job => job.Key).Order().ShouldBe(Enumerable.Range(0, 6).Select(slice => $"units/{slice}"));
        foreach (RealServer server in servers)
        {
            await server.DisposeAsync();
        }
    }

    private Task<RealServer> StartedAsync(string connection) => RealServer.StartAsync(k => k.UsePostgreSql(connection).AddStateSchedules(_rig.Options));
}
