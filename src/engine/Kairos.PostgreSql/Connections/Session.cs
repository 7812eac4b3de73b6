using System.Security.Cryptography;
using Npgsql;

namespace Kairos.PostgreSql.Connections;

/// <summary>Each session in which jobs are stored has a name of its own, at the server too: so one of which nothing is heard any more can be ended over another.</summary>
/// <remarks>Not its process's number: that is used again, is another after a failover, and behind a pooler it is the pooler's.</remarks>
internal static class Session
{
    private const string Parameter = "application_name";

    // With what was its name before, shortened, within the 63 bytes of such a name.
    private const string Name = "select set_config('application_name', left(current_setting('application_name'), 40) || ' ' || $1, false)";
    private const int Digits = 16;

    public static void AddTo(NpgsqlSlimDataSourceBuilder builder) => builder.UsePhysicalConnectionInitializer(
        static connection =>
        {
            using NpgsqlCommand name = NameOne(connection);
            name.ExecuteNonQuery();
        },
        static async connection =>
        {
            await using NpgsqlCommand name = NameOne(connection);
            await name.ExecuteNonQueryAsync();
        });

    /// <summary>The server reports it with each change.</summary>
    public static string NameOf(NpgsqlConnection connection) => connection.PostgresParameters[Parameter];

    private static NpgsqlCommand NameOne(NpgsqlConnection connection)
    {
        NpgsqlCommand name = new(Name, connection);
        name.Parameters.Text(RandomNumberGenerator.GetHexString(Digits, lowercase: true));
        return name;
    }
}
