using System.Text;
using AdPlatform.Layout;
using AdPlatform.Schedules;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Units;
using Kairos.Time;

namespace Kairos.StateSchedules.Tests.EndToEnd;

/// <summary>A hundred who change the same units at once: half by the desk, half by SQL of their own, each on a connection of its own.</summary>
/// <remarks>
/// Grid, pause, budget and a bit that is not Kairos' have one writer a unit, so it is known what is to stand in the end though others change
/// the rest of the unit. Ends have all: each moves one on by a second from where it is, so that none is lost if all seconds are there.
/// </remarks>
internal sealed class UnitWriters(UnitTables sql, StateDesk desk, IStateTable table, long end)
{
    internal const int Units = 200;
    private const int OfEach = 20;
    private const long Second = 1_000_000;

    private readonly string?[] _grids = new string?[Units + 1];
    private readonly bool[] _paused = new bool[Units + 1];
    private readonly bool[] _reported = new bool[Units + 1];
    private readonly int[] _turned = new int[Units + 1];
    private readonly int[] _moved = new int[Units + 1];
    private int _edits;
    private int _conflicts;

    /// <summary>What was acknowledged.</summary>
    internal int Edits => _edits;

    /// <summary>Edits that were refused, for the version had moved on, and made anew.</summary>
    internal int Conflicts => _conflicts;

    internal Task RunAsync(int rounds) => Task.WhenAll(Enumerable.Range(0, OfEach)
        .SelectMany(writer => (Func<int, Dice, Task>[])[GridAsync, PauseAsync, ReportAsync, TurnAsync, MoveAsync], (writer, edit) => WriteAsync(writer, edit, rounds)));

    /// <summary>Edits that do not stand though they were acknowledged, or stand and were not.</summary>
    internal IEnumerable<string> Lost(IEnumerable<UnitRow> rows) => rows
        .Where(row => row.Schedule != new UnitSchedule(_grids[row.Id], Truth.Always, end + (_moved[row.Id] * Second), _paused[row.Id])
            || (row.Reported != Truth.Never) != _reported[row.Id] || (row.Own & 128) != _turned[row.Id] % 2 * 128)
        .Select(row => $"{row}: {_moved[row.Id]} seconds, paused {_paused[row.Id]}, turned {_turned[row.Id]} times, reported {_reported[row.Id]}, grid {_grids[row.Id]}");

    private async Task WriteAsync(int writer, Func<int, Dice, Task> edit, int rounds)
    {
        await Task.Yield();
        for (int round = 0; round < rounds; round++)
        {
            await edit(writer, new Dice(writer, round));
            Interlocked.Increment(ref _edits);
        }
    }

    private Task GridAsync(int writer, Dice dice)
    {
        long id = OwnedBy(writer, ref dice);
        byte[] week = new byte[Week.Slots];
        Week.Draw(ref dice, week);
        _grids[id] = dice.Is(0.3) ? null : Encoding.ASCII.GetString(week);
        return ByDesk(writer)
            ? EditAsync(id, _grids[id] is { } grid ? new ScheduleEdit { Grid = grid } : new ScheduleEdit { DropsGrid = true })
            : sql.SetGridAsync(id, _grids[id]);
    }

    private Task PauseAsync(int writer, Dice dice)
    {
        long id = OwnedBy(writer, ref dice);
        bool paused = _paused[id] = !_paused[id];
        return ByDesk(writer) ? EditAsync(id, new ScheduleEdit { Paused = paused }) : sql.SetPausedAsync(id, paused);
    }

    private async Task ReportAsync(int writer, Dice dice)
    {
        long id = OwnedBy(writer, ref dice);
        _reported[id] = true;
        if (ByDesk(writer))
        {
            (await desk.ExhaustedAsync(UnitTables.Name, id, at: null, CancellationToken.None)).Refusal.ShouldBeNull();
            await sql.NoteReportAsync(id);
        }
        else
        {
            await sql.ReportAsync(id);
        }
    }

    private Task TurnAsync(int writer, Dice dice)
    {
        long id = OwnedBy(writer, ref dice);
        _turned[id]++;
        return sql.TurnOwnAsync(id);
    }

    private async Task MoveAsync(int writer, Dice dice)
    {
        long id = 1 + dice.Below(Units);
        if (ByDesk(writer))
        {
            while (!await TryMoveAsync(id))
            {
                Interlocked.Increment(ref _conflicts);
            }
        }
        else
        {
            await sql.MoveEndAsync(id);
        }

        Interlocked.Increment(ref _moved[id]);
    }

    // From what was read, and only if it still stands.
    private async Task<bool> TryMoveAsync(long id)
    {
        RowBatch row = new(1);
        await table.FindAsync(id, row, CancellationToken.None);
        ScheduleEdit later = new() { End = new Instant(row.Ends[0] + Second).ToDateTimeOffset() };
        StateAnswer<RowWhy> answer = await desk.EditAsync(UnitTables.Name, id, later, row.Versions[0], CancellationToken.None);
        (answer.Refusal?.Code).ShouldBeOneOf(null, StateRefusalCode.Conflict);
        return answer.Refusal is null;
    }

    private async Task EditAsync(long id, ScheduleEdit edit) => (await desk.EditAsync(UnitTables.Name, id, edit, null, CancellationToken.None)).Refusal.ShouldBeNull();

    private static bool ByDesk(int writer) => writer % 2 == 0;

    private static long OwnedBy(int writer, ref Dice dice) => 1 + writer + (OfEach * dice.Below(Units / OfEach));
}
