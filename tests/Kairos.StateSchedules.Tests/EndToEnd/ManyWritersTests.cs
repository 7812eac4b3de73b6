using Kairos.Sqlite;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Tests.Units;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kairos.StateSchedules.Tests.EndToEnd;

/// <summary>A hundred writers over the same units, while ticks and repairs go over all of them one after the other.</summary>
public sealed class ManyWritersTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const long Second = 1_000_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(10);
    private readonly int _rounds = Environment.GetEnvironmentVariable("KAIROS_QUICK") is null ? 16 : 4;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_edit_is_lost_and_every_unit_is_in_the_end_as_its_schedule_wants_it(bool hasVersion)
    {
        string connection = await postgres.DatabaseAsync();
        try
        {
            await using NpgsqlDataSource users = NpgsqlDataSource.Create($"{connection};Maximum Pool Size=70");
            await using NpgsqlDataSource ours = NpgsqlDataSource.Create($"{connection};Maximum Pool Size=60");
            await RunAsync(new UnitTables(users), ours, hasVersion);
        }
        finally
        {
            await postgres.ReturnAsync(connection);
        }
    }

    private async Task RunAsync(UnitTables tables, NpgsqlDataSource source, bool hasVersion)
    {
        await tables.CreateAsync();
        long end = await tables.NumberAsync($"select {UnitTables.Micros("clock_timestamp()")}") - (2 * Second);
        MappingReading reading = MappingReader.Read(UnitTables.Mapping(hasVersion), static _ => "a connection string");
        reading.Faults.ShouldBeEmpty();
        StateSchedulesOptions options = new() { Mappings = reading.Mappings, Databases = _ => new StateDatabase(source, StateDatabaseKind.PostgreSql) };
        await using RealServer server = await RealServer.StartAsync(k => k.UseSqlite(new SqliteStoreOptions { Temporary = true }).AddStateSchedules(options));
        (await server.Desk.ApplyAsync(UnitTables.Name, CancellationToken.None)).Refusal.ShouldBeNull();
        await tables.AddAsync([.. Enumerable.Range(1, UnitWriters.Units).Select(id => ((long)id, UnitSchedule.Open with { End = end }))]);

        UnitWriters writers = new(tables, server.Desk, server.Get<StateSet>().Find(UnitTables.Name)!.Table, end);
        using CancellationTokenSource over = new();
        long began = TimeProvider.System.GetTimestamp();
        Task ticks = TickAsync(server.Desk, over.Token);
        Task<int> repairs = RepairAsync(server.Desk, over.Token);
        await writers.RunAsync(_rounds);
        TimeSpan span = TimeProvider.System.GetElapsedTime(began);
        await over.CancelAsync();
        await ticks;
        output.WriteLine($"{writers.Edits} edits and {writers.Conflicts} conflicts in {span.TotalSeconds:F1} s beside {await repairs} repairs");

        (long now, IReadOnlyList<UnitRow> units) = await tables.SettledAsync(s_patience);
        writers.Lost(units).ShouldBeEmpty();
        units.Select(unit => unit.Fault(now)).OfType<string>().ShouldBeEmpty();
    }

    // As soon as a slice's tick has ended it is asked for again: of those that have not, the one under way stands for it.
    private static async Task TickAsync(StateDesk desk, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            (await desk.TickNowAsync(UnitTables.Name, CancellationToken.None)).Refusal.ShouldBeNull();
            await Task.Delay(s_moment, TimeProvider.System, CancellationToken.None);
        }
    }

    private static async Task<int> RepairAsync(StateDesk desk, CancellationToken over)
    {
        int repairs = 0;
        for (; !over.IsCancellationRequested; repairs++)
        {
            PassView pass = (await desk.StartRepairAsync(UnitTables.Name, null, CancellationToken.None)).Value.ShouldNotBeNull();
            while (pass.State == PassState.Running)
            {
                await Task.Delay(s_moment, TimeProvider.System, CancellationToken.None);
                pass = (await desk.PassAsync(pass.Id, CancellationToken.None)).Value!;
            }

            (pass.State, pass.Counts.Read).ShouldBe((PassState.Done, UnitWriters.Units));
        }

        return repairs;
    }
}
