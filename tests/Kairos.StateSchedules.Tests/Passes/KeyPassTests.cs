using System.Text.Json;
using Kairos.StateSchedules.Evaluation;
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
        KeyPass pass = Stint(host, Payload(30));

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
        KeyPass pass = Stint(host, Payload(10));

        await pass.RunAsync(CancellationToken.None);

        PassCounts counts = pass.Tally.ToCounts(repeated: false);
        (pass.IsDone, counts.Different, counts.Mended, counts.Left, counts.Statements).ShouldBe((true, 10, 9, 1, 2));
    }

    [Fact]
    public async Task What_differs_is_gathered_over_reads_and_all_of_it_written_before_the_place_is_given_up()
    {
        _rig.AddDue(70);
        _rig.Table.Gathers = 25;
        await using KairosTestHost host = await _rig.StartAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 10 });
        List<string> statements = [];
        using CancellationTokenSource stop = new();
        _rig.Table.Before = (statement, _) =>
        {
            statements.Add(statement);
            return statements.Count(s => s == "key") == 5 ? stop.CancelAsync() : Task.CompletedTask;
        };
        KeyPass pass = Stint(host, Payload(70));

        await pass.RunAsync(stop.Token);

        // Twenty that wait leave no room for another ten.
        statements.ShouldBe(["key", "key", "write", "key", "key", "write", "key", "write"]);
        (pass.After, pass.Tally.ToCounts(repeated: false).Mended).ShouldBe((50, 50));
        _rig.Table.Rows.Count(row => row.NextChange == StateRig.At(10).Micros).ShouldBe(50);
    }

    [Fact]
    public async Task A_row_that_is_edited_while_it_waits_for_its_write_keeps_the_edit()
    {
        _rig.AddDue(30);
        _rig.Table.Gathers = 100;
        await using KairosTestHost host = await _rig.StartAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 10 });
        int reads = 0;
        _rig.Table.Before = (statement, _) =>
        {
            if (statement == "key" && ++reads == 3)
            {
                _rig.Table.Edit(4, row => row with { Grid = null }, StateRig.At(0.1));
            }

            return Task.CompletedTask;
        };
        KeyPass pass = Stint(host, Payload(30));

        await pass.RunAsync(CancellationToken.None);

        (_rig.Table[4].NextChange, _rig.Table[4].Status).ShouldBe((StateRig.At(0.1).Micros, 0));
        PassCounts counts = pass.Tally.ToCounts(repeated: false);
        (counts.Different, counts.Mended, counts.Left, counts.Statements).ShouldBe((30, 29, 1, 4));
    }

    [Fact]
    public async Task A_flip_that_a_tick_makes_just_before_the_read_is_not_turned_back()
    {
        _rig.AddTrue(10);
        await using KairosTestHost host = await _rig.StartAsync();
        _rig.Table.Before = (statement, _) =>
        {
            if (statement == "key")
            {
                host.Time.AdvanceTo(StateRig.Hour(10));
                _rig.Table[4] = _rig.Table[4] with { Status = 0, NextChange = StateRig.At(12).Micros };
            }

            return Task.CompletedTask;
        };
        KeyPass pass = Stint(host, Payload(10));

        await pass.RunAsync(CancellationToken.None);

        (_rig.Table[4].Status, _rig.Table[4].NextChange).ShouldBe((0, StateRig.At(12).Micros));
        pass.Tally.ToCounts(repeated: false).Different.ShouldBe(9);
    }

    [Fact]
    public async Task A_row_that_is_refused_holds_up_no_other_and_is_told()
    {
        _rig.AddDue(10);
        _rig.Table.Refused.Add(3);
        await using KairosTestHost host = await _rig.StartAsync();
        KeyPass pass = Stint(host, Payload(10));

        await pass.RunAsync(CancellationToken.None);

        PassCounts counts = pass.Tally.ToCounts(repeated: false);
        (pass.IsDone, counts.Mended, counts.Left, counts.Refused).ShouldBe((true, 9, 0, 1));
        counts.Refusal.ShouldBe($"The database of mapping '{StateRig.Name}' refused a row, 3: not this one. It stays as it is; all others are done. Mend the row, or the constraint, trigger or release condition that refuses it.");
    }

    [Fact]
    public async Task Rows_of_shards_that_the_mapping_does_not_name_are_told_for_no_tick_looks_at_them()
    {
        _rig.AddDue(40, shards: 4);
        _rig.Mapping = _rig.Mapping with { Shard = "shard", Shards = [0, 1, 2] };
        await using KairosTestHost host = await _rig.StartAsync();
        KeyPass pass = Stint(host, Payload(40));

        await pass.RunAsync(CancellationToken.None);

        PassCounts counts = pass.Tally.ToCounts(repeated: false);
        (counts.Read, counts.Mended, counts.Unticked).ShouldBe((40, 40, 10));
        counts.UntickedKeys.ShouldBe([3, 7, 11, 15, 19, 23, 27, 31, 35, 39]);
        PassCounts all = counts.Plus(counts);
        (all.Unticked, all.UntickedKeys.Length).ShouldBe((20, KeySample.Most));
    }

    [Fact]
    public void Counts_that_an_earlier_release_has_handed_over_are_gone_on_with()
    {
        PassCounts counts = JsonSerializer.Deserialize("{\"read\":5,\"differentKeys\":[1],\"unreadableKeys\":[]}", StateJson.Default.PassCounts)!;

        PassCounts all = counts.Plus(new PassCounts { Unticked = 1, UntickedKeys = [7] });

        (all.Read, all.Unticked).ShouldBe((5, 1));
        all.UntickedKeys.ShouldBe([7]);
    }

    private static PassPayload Payload(long last) => new()
    {
        Pass = "p", Mapping = StateRig.Name, What = PassKind.Repair, Slice = 0, Of = 1, FirstKey = 1, LastKey = last, After = 0, Counts = PassCounts.None,
    };

    private KeyPass Stint(KairosTestHost host, PassPayload payload) =>
        new(new MappedTable(_rig.Mapping, _rig.Table, _rig.Installer), payload, host.Services.GetRequiredService<StandingBook>(), () => host.Engine.Clock.Now, _rig.Time) { Logger = NullLogger.Instance };
}
