using AdPlatform;
using Kairos.Bench.Storage;
using Kairos.Sqlite;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Npgsql;

namespace Kairos.Bench.States.Ours;

/// <summary>The sample's mappings as a server has them: each with its table, and settings that are read again every second.</summary>
/// <remarks>The settings are in a SQLite file: nothing of them is on the measured database's bill.</remarks>
internal sealed class OurTables : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly SqliteStorage _storage;
    private readonly SqliteStore _settings;

    private OurTables(NpgsqlDataSource source, SqliteStorage storage, SqliteStore settings, IReadOnlyList<StateMapping> mappings)
    {
        (_source, _storage, _settings) = (source, storage, settings);
        Book = new StandingBook(new StandingStore(settings), TimeProvider.System);
        All =
        [
            .. mappings.Select(mapping => new MappedTable(
                mapping,
                new StateTable(mapping, StateDatabaseKind.PostgreSql, source, new StateTableOptions()),
                new DatabaseInstaller(new StateDatabase(source, StateDatabaseKind.PostgreSql), mapping, TimeProvider.System))),
        ];
    }

    internal IReadOnlyList<MappedTable> All { get; }

    internal StandingBook Book { get; }

    /// <summary>The column of all mappings.</summary>
    internal string NextColumn => All[0].Mapping.NextChange;

    /// <summary>Reads the mappings, and makes their settings: the defaults.</summary>
    /// <exception cref="InvalidOperationException">The sample's file can't be used.</exception>
    internal static async Task<OurTables> OpenAsync(string connectionString)
    {
        MappingReading reading = MappingReader.Read(AdFiles.Mappings, _ => connectionString);
        if (!reading.IsUsable)
        {
            throw new InvalidOperationException($"The mappings of the sample can't be used: {string.Join(" ", reading.Faults)}");
        }

        SqliteStorage storage = new();
        SqliteStore settings = (SqliteStore)storage.NewStore();
        await settings.OpenAsync(Instant.From(TimeProvider.System.GetUtcNow()), CancellationToken.None);
        OurTables tables = new(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true }), storage, settings, reading.Mappings);
        await tables.Book.Store.OpenAsync(reading.Mappings.Select(static mapping => mapping.Name), CancellationToken.None);
        return tables;
    }

    /// <summary>Column, indexes and triggers, by the product's own steps.</summary>
    internal async Task InstallAsync()
    {
        foreach (MappedTable unit in All)
        {
            await unit.Installer.ApplyAsync(CancellationToken.None);
        }
    }

    /// <summary>Takes all of it away again.</summary>
    internal async Task RemoveAsync()
    {
        foreach (MappedTable unit in All)
        {
            await unit.Installer.RemoveAsync(CancellationToken.None);
        }
    }

    /// <summary>Sets how many rows are read and written at once, as an operator may.</summary>
    internal async Task SetBatchAsync(int rows)
    {
        foreach (MappedTable unit in All)
        {
            await Book.Store.TrySetAsync(unit.Name, StateSettings.Default with { BatchRows = rows }, revision: null, CancellationToken.None);
            Book.Forget(unit.Name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _settings.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
