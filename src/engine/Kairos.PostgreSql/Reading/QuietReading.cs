using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Reading;

/// <summary>Reads the occurrences that other jobs keep away from.</summary>
internal sealed class QuietReading(Database database)
{
    public async ValueTask<IReadOnlyList<QuietOccurrence>> ListAsync(IReadOnlyCollection<string> kinds, Instant from, Instant until)
    {
        // What is planned first: what ends in between is in the record then.
        HashSet<QuietOccurrence> found = [];
        foreach (string statement in (string[])["quiet_planned", "quiet_ran"])
        {
            await using NpgsqlCommand command = database.Command(statement);
            command.Parameters.Texts(kinds).At(from).At(until);
            found.UnionWith(await command.AllAsync(static row => new QuietOccurrence(row.GetString(0), row.Instant(1))));
        }

        return [.. found.OrderBy(static q => q.Kind, StringComparer.Ordinal).ThenBy(static q => q.At)];
    }
}
