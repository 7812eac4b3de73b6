using System.Globalization;
using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Tests.Schema;
using Kairos.StateSchedules.Ticks;
using Kairos.Stores;
using Kairos.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.StateSchedules.Tests.EndToEnd;

/// <summary>A server with the ad platform's mapping, read from its file, over a real database; on manual time, from 18:07 in Shanghai on.</summary>
internal sealed class AdDay : IAsyncDisposable
{
    internal const string Name = "units";

    private const string File = """
        {
          "name": "units", "connection": "env:ADS_DB",
          "table": "dsp_show_status", "key": "id", "filter": "type = 'unit' and channel = 1", "shard": "shard", "shards": "0-1", "slices": 2,
          "zone": "Asia/Shanghai", "every": "30m", "status": "status", "version": "version",
          "bits": { "notStarted": 1, "ended": 2, "outsideSlots": 4, "budgetExhausted": 8, "paused": 16 },
          "schedule": { "table": "ad_unit", "key": "id", "by": "unit_id", "grid": "time_series", "start": "start_at", "end": "end_at", "paused": "is_paused" },
          "budget": { "table": "ad_budget", "key": "unit_id", "by": "unit_id", "release": "b.spent < b.daily" }
        }
        """;

    private readonly UserDatabase _database;
    private readonly KairosTestHost _host;

    private AdDay(UserDatabase database, KairosTestHost host, DateTimeOffset day) => (_database, _host, Day) = (database, host, day);

    /// <summary>Tomorrow's first instant in UTC: ahead of the databases' own clock, by which triggers say that a row is due now.</summary>
    internal DateTimeOffset Day { get; }

    internal StateDesk Desk => _host.Services.GetRequiredService<StateDesk>();

    internal static async Task<AdDay> BeginAsync(UserDatabase database)
    {
        await database.RunAsync(UserDatabase.Ads);
        await database.RunAsync("delete from dsp_show_status; delete from ad_unit");
        DateTimeOffset day = new DateTimeOffset(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero).AddDays(1);
        MappingReading reading = MappingReader.Read(File, static _ => "a connection string");
        reading.Faults.ShouldBeEmpty();
        StateSchedulesOptions options = new() { Mappings = reading.Mappings, Databases = _ => new StateDatabase(database.Source, database.Kind) };
        KairosTestHost host = await KairosTestHost.StartAsync(
            k => k.UseSqlite(new SqliteStoreOptions { Temporary = true }).AddStateSchedules(options), new ManualTime(day.AddHours(10).AddMinutes(7)));
        return new AdDay(database, host, day);
    }

    /// <summary>A row of status with its unit; slots are half hours of Shanghai, from one up to another, each day.</summary>
    internal async Task AddAsync(long key, (int From, int Until)? slots = null, double? start = null, double? end = null, bool paused = false, long status = 0, string type = "unit")
    {
        string grid = slots is { } on ? $"'{string.Concat(Enumerable.Range(0, 336).Select(slot => slot % 48 >= on.From && slot % 48 < on.Until ? '1' : '0'))}'" : "null";
        await _database.RunAsync(FormattableString.Invariant($"""
            insert into ad_unit (id, time_series, start_at, end_at, is_paused) values ({key}, {grid}, {Date(start)}, {Date(end)}, {(paused ? "true" : "false")});
            insert into dsp_show_status (id, type, channel, shard, unit_id, status) values ({key}, '{type}', 1, {key % 2}, {key}, {status});
            """));

        string Date(double? hours) => hours is { } at ? $"'{Day.AddHours(at).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture)}'" : "null";
    }

    internal Task RunAsync(string sql) => _database.RunAsync(sql);

    /// <summary>An instant as the next change keeps it.</summary>
    internal string Next(double hours)
    {
        long micros = (Day.AddHours(hours) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return _database.Kind == StateDatabaseKind.PostgreSql ? FormattableString.Invariant($"to_timestamp({micros / 1_000_000})") : micros.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The status of all rows, by key.</summary>
    internal async Task<string?> StatusAsync() => await _database.ReadAsync(
        $"select {(_database.Kind == StateDatabaseKind.PostgreSql ? "string_agg(status::text, ' ' order by id)" : "group_concat(status, ' ')")} from (select id, status from dsp_show_status order by id) s");

    internal Task<string?> SchemaAsync() => _database.DumpAsync();

    /// <summary>Goes on to an hour of the day, and sees its tick to the end.</summary>
    internal async Task<TickView> TickAsync(double hours)
    {
        DateTimeOffset due = Day.AddHours(hours);
        await _host.DrainAsync(due.AddTicks(-10));
        _host.Time.AdvanceTo(due);
        foreach (string key in (string[])[$"{Name}/0", $"{Name}/1"])
        {
            Task<RunCommitted> ended = _host.UntilAsync<RunCommitted>(e => e.Run.Kind == TickPayload.Kind && e.Run.Key == key && e.Run.Due.ToDateTimeOffset() == due && e.Run.Outcome != OutcomeCode.Retry);
            RunCommitted end = await GoOnUntilAsync(ended);
            end.Run.Outcome.ShouldBe(OutcomeCode.Succeeded, end.Run.Reason);
        }

        return (await Desk.TicksAsync(Name, 1, CancellationToken.None)).Value!.Ticks.ShouldHaveSingleItem();
    }

    /// <summary>Sees a pass to its end.</summary>
    internal async Task<PassView> EndAsync(StateAnswer<PassView> begun)
    {
        begun.Refusal.ShouldBeNull();
        for (int slice = 0; slice < begun.Value!.Slices; slice++)
        {
            string key = PassHandler.KeyOf(Name, slice, begun.Value.Id);
            await GoOnUntilAsync(_host.UntilAsync<RunCommitted>(e => e.Run.Key == key && e.Run.Outcome != OutcomeCode.Retry));
        }

        return (await Desk.PassAsync(begun.Value.Id, CancellationToken.None)).Value!;
    }

    // SQLite has one writer: a slice that finds the other writing tries again, half a second later and later still.
    private Task<RunCommitted> GoOnUntilAsync(Task<RunCommitted> what) => _host.Time.GoOnUntilAsync(what, turn: StateRig.TurnAsync);

    internal async Task<RowWhy> WhyAsync(long key) => (await Desk.WhyAsync(Name, key, CancellationToken.None)).Value.ShouldNotBeNull();

    internal async Task<IReadOnlyList<JobView>> LiveJobsAsync() => await _host.Jobs.ListAsync(new JobFilter());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }
}
