using System.Data.Common;
using Kairos.Stores;

namespace Kairos.Secrets;

/// <summary>The fingerprints of all nodes' keys, beside the jobs: nodes with different key files are noticed before they seal anything.</summary>
internal sealed class KeyRegister(ISideTables tables, KeyRing keys)
{
    private static readonly (string Name, string Sql)[] s_migrations =
    [
        ("0001_keys", "create table vault_key(number integer not null primary key, fingerprint text not null, seals integer not null)"),
    ];

    /// <summary>Compares the keys with those of the others; where they fit, leaves them there.</summary>
    /// <remarks>The others must be able to open what this node seals as well; they are told so when they start.</remarks>
    /// <exception cref="InvalidDataException">They don't fit.</exception>
    internal async ValueTask AgreeAsync(CancellationToken ct)
    {
        await tables.MigrateAsync("vault", s_migrations, ct);

        // Before anything is written: whoever is refused leaves nothing behind.
        Check(await tables.ReadAsync(Read, ct));
        Check(await tables.WriteAsync(Write, ct));
    }

    private List<Known> Write(DbConnection connection)
    {
        foreach ((int number, string fingerprint) in keys.Fingerprints)
        {
            Run(connection, "insert into vault_key(number, fingerprint, seals) values(@number, @fingerprint, 0) on conflict(number) do nothing", ("number", number), ("fingerprint", fingerprint));
        }

        // What others wrote at the same time is seen here.
        List<Known> known = Read(connection);
        if (FaultIn(known) is null)
        {
            Run(connection, "update vault_key set seals = case when number = @number then 1 else 0 end", ("number", keys.CurrentId));
        }

        return known;
    }

    private void Check(IEnumerable<Known> known)
    {
        if (FaultIn(known) is { } fault)
        {
            throw new InvalidDataException($"{fault} Copy their key file to {keys.Path}, mode 0600, and start again. Where that key is lost, docs/POSTGRESQL.md says what to do.");
        }
    }

    private string? FaultIn(IEnumerable<Known> known)
    {
        Dictionary<int, string> own = keys.Fingerprints.ToDictionary(static k => k.Number, static k => k.Fingerprint);
        foreach (Known key in known.OrderBy(static k => k.Number))
        {
            if (own.TryGetValue(key.Number, out string? fingerprint) && fingerprint != key.Fingerprint)
            {
                return $"Key {key.Number} of {keys.Path} is not the key {key.Number} of the other nodes on this database: what one seals the others could not open.";
            }

            if (fingerprint is null && key.Seals)
            {
                return $"The other nodes on this database seal with key {key.Number}, which is not in {keys.Path}: it could not be opened here.";
            }
        }

        return null;
    }

    private static List<Known> Read(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "select number, fingerprint, seals from vault_key";
        using DbDataReader reader = command.ExecuteReader();
        List<Known> known = [];
        while (reader.Read())
        {
            known.Add(new Known(reader.GetInt32(0), reader.GetString(1), reader.GetInt32(2) != 0));
        }

        return known;
    }

    private static void Run(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        command.ExecuteNonQuery();
    }

    private sealed record Known(int Number, string Fingerprint, bool Seals);
}
