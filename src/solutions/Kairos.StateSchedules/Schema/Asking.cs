using System.Data.Common;

namespace Kairos.StateSchedules.Schema;

/// <summary>Short ways to ask a connection.</summary>
internal static class Asking
{
    /// <summary>Runs statements that give nothing back.</summary>
    internal static async Task RunAsync(this DbConnection connection, string sql, CancellationToken ct, int timeoutSeconds = 0)
    {
        await using DbCommand command = Command(connection, sql, [], timeoutSeconds);
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The rows that a query gives.</summary>
    internal static async Task<List<T>> ReadAsync<T>(this DbConnection connection, string sql, (string Name, object Value)[] values, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using DbCommand command = Command(connection, sql, values, UsualSeconds);
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        List<T> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    // Catalogue queries; one that takes longer than this waits for a lock.
    private const int UsualSeconds = 30;

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] values, int timeoutSeconds)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names are quoted by SqlName, and conditions are the operator's own file: no request carries any SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = timeoutSeconds;
        foreach ((string name, object value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
