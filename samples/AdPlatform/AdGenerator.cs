using AdPlatform.Layout;
using AdPlatform.Loading;
using AdPlatform.Schedules;
using Npgsql;

namespace AdPlatform;

/// <summary>Makes the ad platform's tables in an empty database.</summary>
internal sealed class AdGenerator(AdOptions options)
{
    private const string Taken = "42710";

    // Of one session, for the time of the indexes.
    private const string Roomy = "set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2";

    internal AdLayout Layout { get; } = new(options);

    /// <summary>Makes the tables, fills them by COPY, the long one beside the others, and builds their indexes.</summary>
    /// <exception cref="InvalidOperationException">The database has such tables.</exception>
    internal async Task GenerateAsync(NpgsqlDataSource source, IProgress<LoadProgress> progress, CancellationToken ct)
    {
        AdTables tables = new(options, Layout);
        await MakeAsync(source, ct);
        TableWriter[] others = [tables.Units(), tables.Plans(), tables.Budgets(), .. options.Creatives ? [tables.Creatives()] : Array.Empty<TableWriter>()];
        await Task.WhenAll(
            Task.Run(() => FillAsync(source, [tables.Status()], progress, ct), ct),
            Task.Run(() => FillAsync(source, others, progress, ct), ct));
        await IndexAsync(source, progress, ct);
    }

    /// <summary>How many rows with slots have something to change within each half hour: after the one before, up to its own instant.</summary>
    /// <remarks>Counted without a database, in about a second for a day at scale 1.</remarks>
    internal long[] CountChanges(DateTimeOffset first, int halfHours)
    {
        ScheduleMaker maker = new(options, Layout);
        Schedule schedule = new();
        long[] counts = new long[halfHours];
        long from = ScheduleMaker.Micros(first) - Truth.HalfHour;
        for (long i = 0; i < Layout.Campaigns; i++)
        {
            Campaign campaign = Layout.At(i);
            (int row, int last) = campaign.Slots;
            for (; row < last; row++)
            {
                maker.Make(campaign, row, schedule);
                Count(schedule, from, counts);
            }
        }

        return counts;
    }

    private static void Count(Schedule schedule, long from, long[] counts)
    {
        for (long at = from; ;)
        {
            long next = Truth.NextChange(schedule.Grid, schedule.Start, schedule.End, schedule.Exhausted, at);
            long index = next == Truth.Never ? counts.Length : (next - from - 1) / Truth.HalfHour;
            if (index >= counts.Length)
            {
                return;
            }

            counts[index]++;
            at = from + ((index + 1) * Truth.HalfHour);
        }
    }

    private static async Task MakeAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        try
        {
            await using NpgsqlCommand make = source.CreateCommand(AdFiles.Read("tables.sql"));
            await make.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState is Taken or PostgresErrorCodes.DuplicateTable)
        {
            throw new InvalidOperationException($"The database has such tables already ({e.MessageText}): name an empty one.", e);
        }
    }

    // Emptied in the transaction of the COPY: only then may rows come frozen.
    private async Task FillAsync(NpgsqlDataSource source, IEnumerable<TableWriter> tables, IProgress<LoadProgress> progress, CancellationToken ct)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(ct);
        foreach (TableWriter table in tables)
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(ct);
            await using NpgsqlCommand empty = new($"truncate {table.Table}", connection);
            await empty.ExecuteNonQueryAsync(ct);
            await table.FillAsync(connection, Layout, progress, ct);
            await transaction.CommitAsync(ct);
        }
    }

    private static async Task IndexAsync(NpgsqlDataSource source, IProgress<LoadProgress> progress, CancellationToken ct)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(ct);
        foreach (string statement in (string[])[Roomy, .. AdFiles.Read("indexes.sql").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), "vacuum (analyze)"])
        {
            progress.Report(new LoadProgress(statement, 0, 0, TimeSpan.Zero));
            await using NpgsqlCommand command = new(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
