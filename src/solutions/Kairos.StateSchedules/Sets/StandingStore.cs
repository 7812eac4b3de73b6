using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Kairos.Stores;

namespace Kairos.StateSchedules.Sets;

/// <summary>How mappings stand, beside the jobs: what one node changes all others see.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class StandingStore(ISideTables tables)
{
    /// <summary>Makes the tables, and a row for each mapping that has none: not enabled, with the default settings.</summary>
    internal async ValueTask OpenAsync(IEnumerable<string> mappings, CancellationToken ct)
    {
        await tables.MigrateAsync(StateMigrations.Solution, StateMigrations.All, ct);
        string[] names = [.. mappings];
        await tables.WriteAsync(c => names.Sum(name => Add(c, name)), ct);
    }

    internal ValueTask<Standing> ReadAsync(string mapping, CancellationToken ct) => tables.ReadAsync(c => Read(c, mapping), ct);

    internal async ValueTask SetEnabledAsync(string mapping, bool enabled, CancellationToken ct) => await tables.WriteAsync(
        c => SideCommand.Run(c, "update states_mapping set enabled = @enabled, revision = revision + 1 where name = @mapping", ("mapping", mapping), ("enabled", enabled ? 1L : 0L)),
        ct);

    /// <summary>Changes the settings; false when they are not of this revision any more.</summary>
    internal async ValueTask<bool> TrySetAsync(string mapping, StateSettings settings, long? revision, CancellationToken ct) => await tables.WriteAsync(
        c => SideCommand.Run(
            c,
            """
            update states_mapping set mode = @mode, batch_rows = @batch, rows_per_second = @rows, pass_rows_per_second = @passRows,
              logging = @logging, revision = revision + 1
            where name = @mapping and revision = coalesce(@revision, revision)
            """,
            ("mapping", mapping),
            ("mode", settings.Mode.ToString()),
            ("batch", (long)settings.BatchRows),
            ("rows", (long?)settings.RowsPerSecond),
            ("passRows", (long?)settings.PassRowsPerSecond),
            ("logging", settings.Logging.ToString()),
            ("revision", revision)),
        ct) == 1;

    /// <summary>Cuts the keys into slices, unless another node has since cut them anew.</summary>
    /// <returns>How it stands then.</returns>
    internal ValueTask<Standing> CutAsync(string mapping, ImmutableArray<long> found, ImmutableArray<long> cuts, CancellationToken ct) => tables.WriteAsync(
        c =>
        {
            SideCommand.Run(c, "update states_mapping set cuts = @cuts where name = @mapping and cuts = @found", ("mapping", mapping), ("cuts", Text(cuts)), ("found", Text(found)));
            return Read(c, mapping);
        },
        ct);

    private static int Add(DbConnection c, string mapping) => SideCommand.Run(
        c,
        """
        insert into states_mapping(name, enabled, mode, batch_rows, logging, cuts, revision)
        values(@mapping, 0, @mode, @batch, @logging, '', 1) on conflict(name) do nothing
        """,
        ("mapping", mapping),
        ("mode", StateSettings.Default.Mode.ToString()),
        ("batch", (long)StateSettings.Default.BatchRows),
        ("logging", StateSettings.Default.Logging.ToString()));

    private static Standing Read(DbConnection c, string mapping)
    {
        using DbCommand command = SideCommand.Make(
            c,
            "select enabled, mode, batch_rows, rows_per_second, pass_rows_per_second, logging, cuts, revision from states_mapping where name = @mapping",
            ("mapping", mapping));
        using DbDataReader row = command.ExecuteReader();
        if (!row.Read())
        {
            throw new InvalidOperationException($"The mapping '{mapping}' has no row of settings: it is made when a server that knows the mapping starts.");
        }

        return new Standing
        {
            IsEnabled = row.GetInt64(0) != 0,
            Settings = new StateSettings
            {
                Mode = Enum.Parse<TickMode>(row.GetString(1)),
                BatchRows = int.CreateChecked(row.GetInt64(2)),
                RowsPerSecond = row.IntOrNull(3),
                PassRowsPerSecond = row.IntOrNull(4),
                Logging = Enum.Parse<StateLogging>(row.GetString(5)),
            },
            Cuts = [.. row.GetString(6).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static cut => long.Parse(cut, CultureInfo.InvariantCulture))],
            Revision = row.GetInt64(7),
        };
    }

    private static string Text(ImmutableArray<long> cuts) => string.Join(' ', cuts.Select(static cut => cut.ToString(CultureInfo.InvariantCulture)));
}
