using System.Text.Json;
using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;
using Kairos.Time;
using Kairos.Triggers.Grids;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.StateSchedules.Tests.Fakes;

/// <summary>A mapping over a table in memory, and hosts that run it, one after another, on manual time.</summary>
internal sealed class StateRig : IDisposable
{
    internal const string Name = "units";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kairos-");

    internal static StateBits Bits { get; } = new() { NotStarted = 1, Ended = 2, OutsideSlots = 4, BudgetExhausted = 8, Paused = 16 };

    /// <summary>On from ten to noon, each day.</summary>
    internal static WeeklyGrid TenToNoon { get; } = WeeklyGrid.Parse("Mon-Sun 10:00-12:00");

    /// <summary>Seven minutes into the first of January 2026, a Thursday.</summary>
    internal ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 7, 0, TimeSpan.Zero));

    internal FakeStateTable Table { get; } = new();

    internal FakeInstaller Installer { get; } = new();

    internal StateMapping Mapping { get; set; } = new()
    {
        Name = Name,
        Connection = "env:ADS_DB",
        Table = "dsp_show_status",
        Key = "id",
        Status = "status",
        Bits = Bits,
        Every = TimeSpan.FromMinutes(30),
        Schedule = new ScheduleMapping { Grid = "time_series", Start = "start_at", End = "end_at", Paused = "is_paused" },
        Budget = new BudgetMapping { Release = "t.spent < t.daily" },
    };

    /// <summary>A server, on the same store as those before it.</summary>
    internal Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(
        k => k.UseSqlite(Path.Combine(_folder.FullName, "jobs.db")).AddStateSchedules(Options), Time);

    /// <summary>A server whose mapping is applied.</summary>
    internal async Task<KairosTestHost> AppliedAsync()
    {
        KairosTestHost host = await StartAsync();
        (await DeskOf(host).ApplyAsync(Name, CancellationToken.None)).Refusal.ShouldBeNull();
        return host;
    }

    internal StateSchedulesOptions Options => new()
    {
        Mappings = [Mapping],
        Databases = static _ => throw new InvalidOperationException("The table of this rig is in memory."),
        Tables = _ => Table,
        Installers = _ => Installer,
    };

    internal static StateDesk DeskOf(KairosTestHost host) => host.Services.GetRequiredService<StateDesk>();

    internal static async Task SetAsync(KairosTestHost host, Func<StateSettings, StateSettings> change)
    {
        SettingsView settings = (await DeskOf(host).SettingsAsync(Name, CancellationToken.None)).Value!;
        (await DeskOf(host).SetAsync(Name, change(settings.Settings), settings.Revision, CancellationToken.None)).Refusal.ShouldBeNull();
    }

    /// <summary>Rows that are due, with a grid.</summary>
    internal void AddDue(int rows, int shards = 1, string hours = "Mon-Sun 10:00-12:00")
    {
        for (int key = 1; key <= rows; key++)
        {
            Table[key] = new FakeRow(key, key % shards) { Grid = WeeklyGrid.Parse(hours), NextChange = At(0).Micros };
        }
    }

    /// <summary>Rows as they should be.</summary>
    internal void AddTrue(int rows)
    {
        for (int key = 1; key <= rows; key++)
        {
            Table[key] = new FakeRow(key) { Grid = TenToNoon, Status = Bits.OutsideSlots, NextChange = At(10).Micros };
        }
    }

    /// <summary>Hours of the first day.</summary>
    internal static Instant At(double hours) => Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours));

    internal static DateTimeOffset Hour(double hours) => At(hours).ToDateTimeOffset();

    internal static TickNotes Notes(RunView run) => JsonSerializer.Deserialize(run.Notes.Span, StateJson.Default.TickNotes)!;

    internal static async Task<RunView> TickAsync(KairosTestHost host, double hours, int attempt = 1)
    {
        if (host.Time.GetUtcNow() < Hour(hours))
        {
            host.Time.AdvanceTo(Hour(hours));
        }

        return (await host.UntilAsync<RunCommitted>(e => e.Run.Kind == TickPayload.Kind && e.Run.Due == At(hours) && e.Run.Attempt == attempt)).Run;
    }

    /// <summary>A turn of those who work by manual time: longer than the millisecond of the engine's own tests, for they ask a database.</summary>
    internal static Task TurnAsync() => Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);

    /// <summary>Lets time go by from the first read of a throttled loop on, until it has begun so many, and tells when each began.</summary>
    /// <remarks>How late each is depends on who runs first, the loop that sets its wait or the time; never is one early.</remarks>
    internal async Task<IReadOnlyList<DateTimeOffset>> ThrottledAsync(string statement, int reads)
    {
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<DateTimeOffset> times = [];
        Table.Before = (name, _) =>
        {
            if (name == statement && times.Count < reads)
            {
                times.Add(Time.GetUtcNow());
                (times.Count == reads ? last : first).TrySetResult();
            }

            return Task.CompletedTask;
        };
        await first.Task.WaitAsync(s_patience, TimeProvider.System);
        await Time.GoOnUntilAsync(last.Task.WaitAsync(s_patience, TimeProvider.System), turn: TurnAsync);
        Table.Before = static (_, _) => Task.CompletedTask;
        return times;
    }

    /// <summary>The spans between what came one after the other.</summary>
    internal static IEnumerable<TimeSpan> Spans(IReadOnlyList<DateTimeOffset> times) => times.Zip(times.Skip(1), static (earlier, later) => later - earlier);

    public void Dispose() => _folder.Delete(recursive: true);
}
