using System.Globalization;
using AdPlatform.Layout;
using AdPlatform.Schedules;
using Kairos.StateSchedules.Tests.Units;

namespace Kairos.Crash.Tests.States;

/// <summary>Changes units that nobody else changes, over REST or by the user's own SQL, until it is told to end. All that it does is acknowledged.</summary>
internal sealed class UnitEditor(ServedCluster cluster, bool overRest, IReadOnlyList<long> ids, int seed)
{
    private const long Second = 1_000_000;
    private const int MostDelay = 3_000_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);
    private readonly Random _random = new(seed);
    private readonly Dictionary<long, UnitSchedule> _set = [];
    private readonly HashSet<long> _reported = [];

    /// <summary>What stands for each unit that was changed.</summary>
    internal IReadOnlyDictionary<long, UnitSchedule> Set => _set;

    /// <summary>Units whose budget was reported as used up.</summary>
    internal IReadOnlySet<long> Reported => _reported;

    internal int Edits { get; private set; }

    internal async Task RunAsync(IReadOnlyDictionary<long, UnitSchedule> before, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            long id = ids[_random.Next(ids.Count)];
            UnitSchedule was = _set.GetValueOrDefault(id) ?? before[id];
            _set[id] = await EditAsync(id, was);
            Edits++;
            await Task.Delay(s_pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<UnitSchedule> EditAsync(long id, UnitSchedule was)
    {
        switch (_random.Next(6))
        {
            case 0:
                await ReportAsync(id);
                return was;
            case 1:
                bool paused = !was.IsPaused;
                await (overRest ? ChangeAsync(id, new { paused }) : cluster.Units.SetPausedAsync(id, paused));
                return was with { IsPaused = paused };
            case 2 or 3:
                string? grid = Grid();
                await (overRest ? ChangeAsync(id, grid is null ? new { dropsGrid = true } : new { grid }) : cluster.Units.SetGridAsync(id, grid));
                return was with { Grid = grid };
            default:
                (long start, long end) = Dates();
                await (overRest
                    ? ChangeAsync(id, end == Truth.Never ? new { start = Text(start), opensEnd = true } : new { start = Text(start), end = Text(end) })
                    : cluster.Units.SetDatesAsync(id, start, end));
                return was with { Start = start, End = end };
        }
    }

    private async Task ReportAsync(long id)
    {
        if (overRest)
        {
            _ = await cluster.AskAsync(HttpMethod.Post, $"{Row(id)}/exhausted");
            await cluster.Units.NoteReportAsync(id);
        }
        else
        {
            await cluster.Units.ReportAsync(id);
        }

        _reported.Add(id);
    }

    private async Task ChangeAsync(long id, object edit) => _ = await cluster.AskAsync(HttpMethod.Put, $"{Row(id)}/schedule", edit);

    private static string Row(long id) => string.Create(CultureInfo.InvariantCulture, $"api/states/{UnitTables.Name}/rows/{id}");

    private string? Grid()
    {
        byte[] week = new byte[Week.Slots];
        Dice dice = new(_random.Next(), 0);
        Week.Draw(ref dice, week);
        return _random.Next(4) switch
        {
            0 => null,
            1 => new string('0', Week.Slots),
            _ => System.Text.Encoding.ASCII.GetString(week),
        };
    }

    // Some seconds from now on, or a second ago: so that what an edit brings is soon changed again by the clock.
    private (long Start, long End) Dates()
    {
        long now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        long start = now - Second + _random.Next(MostDelay);
        return (start, _random.Next(2) == 0 ? Truth.Never : start + Second + _random.Next(MostDelay));
    }

    private static string Text(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
