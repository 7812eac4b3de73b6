using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.StateSchedules.Tests.Passes;

/// <summary>One stint, without a job around it.</summary>
public sealed class KeyPassTests : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_stint_that_is_told_to_stop_ends_the_batch_it_has_begun()
    {
        _rig.AddDue(30);
        await using KairosTestHost host = await _rig.StartAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 10 });
        using CancellationTokenSource stop = new();
        int reads = 0;
        _rig.Table.Before = (statement, _) => statement == "key" && ++reads == 2 ? stop.CancelAsync() : Task.CompletedTask;
        KeyPass pass = Stint(host, new PassPayload
        {
            Pass = "p", Mapping = StateRig.Name, What = PassKind.Repair, Slice = 0, Of = 1, FirstKey = 1, LastKey = 30, After = 0, Counts = PassCounts.None,
        });

        await pass.RunAsync(stop.Token);

        (pass.After, pass.IsDone, pass.Tally.Read).ShouldBe((20, false, 20));
        _rig.Table.Rows.Count(row => row.NextChange == StateRig.At(10).Micros).ShouldBe(20);
    }

    [Fact]
    public async Task Rows_that_somebody_holds_are_left_and_counted()
    {
        _rig.AddDue(10);
        _rig.Table.Held.Add(3);
        await using KairosTestHost host = await _rig.StartAsync();
        KeyPass pass = Stint(host, new PassPayload
        {
            Pass = "p", Mapping = StateRig.Name, What = PassKind.Repair, Slice = 0, Of = 1, FirstKey = 1, LastKey = 10, After = 0, Counts = PassCounts.None,
        });

        await pass.RunAsync(CancellationToken.None);

        PassCounts counts = pass.Tally.ToCounts(repeated: false);
        (pass.IsDone, counts.Different, counts.Mended, counts.Left, counts.Statements).ShouldBe((true, 10, 9, 1, 2));
    }

    private KeyPass Stint(KairosTestHost host, PassPayload payload) =>
        new(new MappedTable(_rig.Mapping, _rig.Table, _rig.Installer), payload, host.Services.GetRequiredService<StandingBook>(), () => host.Engine.Clock.Now, _rig.Time) { Logger = NullLogger.Instance };
}
