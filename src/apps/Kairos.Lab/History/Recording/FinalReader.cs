using Kairos.Jobs;
using Kairos.Time;
using Npgsql;

namespace Kairos.Lab.History.Recording;

/// <summary>Reads what a store on PostgreSQL holds at the end, past the code of the engine.</summary>
public static class FinalReader
{
    /// <summary>Writes all live jobs and all runs, then that it has. No node may be at work.</summary>
    public static async Task ReadAsync(string connectionString, HistoryWriter writer, CancellationToken ct)
    {
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync(ct);
        long jobs = await EachAsync(connection, "select id, owner, kind, key, state, node is not null, due, at, fence from kairos.job", row => writer.Write(new FinalJob
        {
            Job = new JobId(row.GetGuid(0)),
            Owner = row.GetString(1),
            Kind = row.GetString(2),
            Key = row.IsDBNull(3) ? null : row.GetString(3),
            State = row.GetBoolean(5) ? JobState.Armed : (JobState)row.GetInt16(4),
            Due = At(row, 6),
            Planned = At(row, 7),
            Fence = row.GetInt64(8),
        }), ct);
        long runs = await EachAsync(connection, "select job, owner, kind, key, due, attempt, fence, at, started, ended, outcome, reason from kairos.run_all", row => writer.Write(new FinalRun
        {
            Job = new JobId(row.GetGuid(0)),
            Owner = row.GetString(1),
            Kind = row.GetString(2),
            Key = row.IsDBNull(3) ? null : row.GetString(3),
            Due = At(row, 4),
            Attempt = row.GetInt32(5),
            Fence = row.GetInt64(6),
            Planned = At(row, 7),
            Started = row.IsDBNull(8) ? null : At(row, 8),
            Ended = At(row, 9),
            Outcome = (OutcomeCode)row.GetInt16(10),
            Reason = row.IsDBNull(11) ? null : row.GetString(11),
        }), ct);
        writer.Write(new FinalRead { Jobs = jobs, Runs = runs });
    }

    private static async Task<long> EachAsync(NpgsqlConnection connection, string query, Action<NpgsqlDataReader> take, CancellationToken ct)
    {
        await using NpgsqlCommand command = new(query, connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(ct);
        long rows = 0;
        while (await row.ReadAsync(ct))
        {
            take(row);
            rows++;
        }

        return rows;
    }

    private static Instant At(NpgsqlDataReader row, int column) => Instant.From(new DateTimeOffset(row.GetDateTime(column)));
}
