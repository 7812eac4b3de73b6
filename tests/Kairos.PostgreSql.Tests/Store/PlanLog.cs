using System.Text.RegularExpressions;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>The plans that auto_explain has written into a server's log, by statement.</summary>
internal sealed partial class PlanLog
{
    private readonly Dictionary<string, List<string>> _plans = [];

    private PlanLog(IEnumerable<string> logged)
    {
        Dictionary<string, string> names = Statements.ToDictionary(static name => Squeezed(Text(name)), static name => name);
        foreach (string plan in logged)
        {
            // The text is the first node's head: "Query Text: …", then the plan, whose first line tells its cost.
            Match match = Entry().Match(plan);
            if (match.Success && names.TryGetValue(Squeezed(match.Groups["text"].Value), out string? name))
            {
                _plans.TryAdd(name, []);
                _plans[name].Add(match.Groups["plan"].Value);
            }
        }
    }

    /// <summary>All statements of the store that have a plan.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        .. typeof(PostgreSqlStore).Assembly.GetManifestResourceNames().Where(static n => n.StartsWith("Sql/", StringComparison.Ordinal))
            .Select(static n => Path.GetFileNameWithoutExtension(n)!).Where(static n => n != "submit_copy").Order(),
    ];

    public IReadOnlyCollection<string> Seen => _plans.Keys;

    public IReadOnlyList<string> this[string statement] => _plans[statement];

    /// <summary>Reads what was logged from a position of the file on.</summary>
    public static PlanLog Read(string file, long from)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = from;
        using StreamReader reader = new(stream);
        return new PlanLog(Head().Split(reader.ReadToEnd()).Skip(1));
    }

    private static string Text(string statement)
    {
        using StreamReader reader = new(typeof(PostgreSqlStore).Assembly.GetManifestResourceStream($"Sql/{statement}.sql")!);
        return string.Join('\n', reader.ReadToEnd().Split('\n').SkipWhile(static line => line.StartsWith("--", StringComparison.Ordinal)));
    }

    private static string Squeezed(string text) => Blank().Replace(text, " ").Trim();

    [GeneratedRegex(@"^\S+ \S+ \S+ \[\d+\] LOG:  duration: \S+ ms  plan:$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s*Query Text: (?<text>.*?)\n(?<plan>\t[^\n]*\(cost=.*?)(?=\n[^\t]|\z)", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
