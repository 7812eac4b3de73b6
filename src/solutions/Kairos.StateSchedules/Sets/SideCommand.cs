using System.Data.Common;

namespace Kairos.StateSchedules.Sets;

/// <summary>Statements on the tables beside the jobs.</summary>
internal static class SideCommand
{
    /// <summary>A statement with its parameters, each named <c>@name</c>; null is SQL's null.</summary>
    internal static DbCommand Make(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <returns>Rows changed.</returns>
    internal static int Run(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Make(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    internal static long? LongOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    internal static int? IntOrNull(this DbDataReader reader, int column) =>
        reader.LongOrNull(column) is { } value ? int.CreateChecked(value) : null;

    internal static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
