using System.Globalization;
using System.Text;
using AdPlatform.Layout;
using AdPlatform.Schedules;
using Kairos.Crash.Tests.Workers;
using Kairos.StateSchedules.Tests.Units;

namespace Kairos.Crash.Tests.States;

/// <summary>A user's table that three servers keep true, each second, while they are killed and frozen and others edit it.</summary>
public sealed class StateChaosTests(ITestOutputHelper output)
{
    private const int Seed = 20;
    private const long Second = 1_000_000;
    private static readonly bool s_isQuick = Environment.GetEnvironmentVariable("KAIROS_QUICK") is not null;
    private readonly int _units = s_isQuick ? 3_000 : 12_000;
    private readonly TimeSpan _span = TimeSpan.FromSeconds(s_isQuick ? 7 : 38);
    private readonly Blow[] _blows = s_isQuick ? [Blow.KillTwo] : [Blow.KillTwo, Blow.KillTwo, Blow.FreezeAndKill, Blow.All, Blow.KillTwo, Blow.KillTwo];

    [Fact]
    public async Task Every_unit_is_in_the_end_as_the_clock_wants_it_and_no_flip_was_lost_or_early_or_written_twice()
    {
        await using ServedCluster cluster = await ServedCluster.StartAsync(3);
        UnitTables tables = cluster.Units;
        _ = await cluster.AskAsync(HttpMethod.Post, $"api/states/{UnitTables.Name}/apply");

        // Small batches: a kill finds a tick between two of them.
        _ = await cluster.AskAsync(HttpMethod.Put, $"api/states/{UnitTables.Name}/settings", new { settings = new { batchRows = 50 } });
        await FlipAudit.InstallAsync(tables);
        long from = await tables.NumberAsync($"select {UnitTables.Micros("clock_timestamp()")}");
        Dictionary<long, UnitSchedule> units = Units(from);
        await tables.AddAsync([.. units.Select(static unit => (unit.Key, unit.Value))]);

        // A repair that goes on all the time: it reads what ticks write, and turns nothing back.
        _ = await cluster.AskAsync(HttpMethod.Post, $"api/states/{UnitTables.Name}/repair", new { rowsPerSecond = (int)(_units / _span.TotalSeconds) });
        using CancellationTokenSource end = new();
        UnitEditor[] editors = [.. Enumerable.Range(0, 3).Select(i => new UnitEditor(cluster, overRest: i < 2, [.. units.Keys.Where(id => IsEdited(id) && id / 8 % 3 == i)], Seed + i))];
        Task edits = Task.WhenAll(editors.Select(editor => editor.RunAsync(units, end.Token)));
        Assault assault = new(cluster, Seed);
        await assault.RunAsync(_blows);
        await end.CancelAsync();
        await edits;
        await cluster.UpAsync();
        (long now, IReadOnlyList<UnitRow> rows) = await tables.SettledAsync(OtherProcess.Patience);

        ILookup<long, UnitWrite> writes = await FlipAudit.ReadAsync(cluster.Source);
        FlipJudge judge = new(from, now);
        string[] early = [.. rows.Where(static row => !IsEdited(row.Id)).Select(row => judge.ClockFault(row, writes[row.Id])).OfType<string>()];
        await TellAsync(cluster, assault, editors, writes, judge.Lateness);
        rows.Count.ShouldBe(_units);
        rows.Select(row => row.Fault(now)).OfType<string>().ShouldBeEmpty();
        CheckEdits(editors, units, rows);
        rows.Select(row => FlipJudge.ChainFault(row, writes[row.Id])).OfType<string>().ShouldBeEmpty();
        early.ShouldBeEmpty();
        assault.Kills.ShouldBe(s_isQuick ? 2 : 12);
    }

    private static bool IsEdited(long id) => id % 8 >= 6;

    // Starts and ends all over the span, some seconds apart where a unit has both; what editors have begins open.
    private Dictionary<long, UnitSchedule> Units(long from)
    {
        Dictionary<long, UnitSchedule> units = [];
        byte[] week = new byte[Week.Slots];
        for (long id = 1; id <= _units; id++)
        {
            Dice dice = new(Seed, id);
            Week.Draw(ref dice, week);
            long at = from + dice.Below((long)_span.TotalSeconds * Second);
            string? grid = dice.Is(0.3) ? Encoding.ASCII.GetString(week) : null;
            units[id] = (id % 8) switch
            {
                < 2 => new UnitSchedule(grid, at, Truth.Never),
                < 4 => new UnitSchedule(grid, Truth.Always, at),
                < 6 => new UnitSchedule(grid, at, at + 1 + dice.Below(6 * Second)),
                _ => UnitSchedule.Open with { Grid = grid },
            };
        }

        return units;
    }

    private static void CheckEdits(UnitEditor[] editors, Dictionary<long, UnitSchedule> units, IReadOnlyList<UnitRow> rows)
    {
        foreach (UnitRow row in rows)
        {
            UnitSchedule wanted = editors.Select(editor => editor.Set.GetValueOrDefault(row.Id)).FirstOrDefault(static set => set is not null) ?? units[row.Id];
            row.Schedule.ShouldBe(wanted, $"the schedule of unit {row.Id}");
            (row.Reported != Truth.Never).ShouldBe(editors.Any(editor => editor.Reported.Contains(row.Id)));
        }
    }

    private async Task TellAsync(ServedCluster cluster, Assault assault, UnitEditor[] editors, ILookup<long, UnitWrite> writes, List<long> lateness)
    {
        const string Ticks = "select count(*) from kairos.run where kind = 'states.tick' and attempt > 0";
        (long ticks, long lost) = (await cluster.NumberAsync(Ticks), await cluster.NumberAsync($"{Ticks} and outcome = {Recorded.Lost}"));
        long nodes = await cluster.NumberAsync("select count(distinct node) from kairos.run where kind = 'states.tick' and attempt > 0");
        long[] late = [.. lateness.Order()];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {assault.Kills} kills, {assault.Freezes} frozen; {editors.Sum(static editor => editor.Edits)} edits; {ticks} slices of ticks run by {nodes} processes, {lost} lost
            {writes.Sum(static unit => unit.Count())} writes, {writes.Sum(static unit => unit.Count(static write => write.IsFlip))} flips; those of the clock {late[late.Length / 2] / 1_000} ms late in the middle, {late[^1] / 1_000} ms at most
            """));
    }
}
