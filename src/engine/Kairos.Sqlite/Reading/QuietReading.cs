using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Reading;

/// <summary>Reads the occurrences that other jobs keep away from.</summary>
internal sealed class QuietReading(Statements statements)
{
    private readonly Statement _planned = statements.Named("quiet_planned");
    private readonly Statement _ran = statements.Named("quiet_ran");

    public IReadOnlyList<QuietOccurrence> List(IReadOnlyCollection<string> kinds, Instant from, Instant until)
    {
        List<QuietOccurrence> found = [];
        foreach (string kind in kinds.Order(StringComparer.Ordinal))
        {
            SortedSet<Instant> instants = [];
            Read(_planned, kind, from, until, instants);
            Read(_ran, kind, from, until, instants);
            found.AddRange(instants.Select(at => new QuietOccurrence(kind, at)));
        }

        return found;
    }

    private static void Read(Statement statement, string kind, Instant from, Instant until, SortedSet<Instant> instants)
    {
        statement.BindName(1, kind);
        statement.Bind(2, from);
        statement.Bind(3, until);
        while (statement.Step())
        {
            _ = instants.Add(statement.Instant(0));
        }
    }
}
