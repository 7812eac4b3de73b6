using Npgsql;

namespace Kairos.Lab.Tests.Databases;

/// <summary>One statement on a connection of its own.</summary>
internal static class Sql
{
    public static async Task<T> ScalarAsync<T>(string connectionString, string statement)
    {
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
