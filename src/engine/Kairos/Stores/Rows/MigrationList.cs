namespace Kairos.Stores.Rows;

/// <summary>Which migrations are still to run. Append-only: a name is never used anew.</summary>
internal static class MigrationList
{
    /// <summary>The name under which the engine's own migrations are recorded.</summary>
    public const string Engine = "kairos";

    private const string BreakingHead = "-- breaking: yes";

    /// <summary>Whether a program that does not know it would misread what it made.</summary>
    public static bool IsBreaking(string sql) => sql.StartsWith(BreakingHead, StringComparison.Ordinal);

    /// <summary>Those that have not run yet, in order.</summary>
    /// <param name="solution">Whose they are.</param>
    /// <param name="migrations">All that this program has.</param>
    /// <param name="applied">Names of those that have run, each with whether it is breaking.</param>
    /// <exception cref="StoreUnavailableException">A newer program has changed this schema in a way that this one does not know.</exception>
    public static IReadOnlyList<(string Name, string Sql)> Missing(
        string solution, IReadOnlyList<(string Name, string Sql)> migrations, IReadOnlyDictionary<string, bool> applied)
    {
        HashSet<string> known = [.. migrations.Select(migration => migration.Name)];
        string? stranger = applied.Where(row => row.Value && !known.Contains(row.Key)).Select(row => row.Key).FirstOrDefault();
        return stranger is null
            ? [.. migrations.Where(migration => !applied.ContainsKey(migration.Name))]
            : throw new StoreUnavailableException(
                $"The tables of {solution} were changed by a newer program (migration {stranger}), and this one would misread them: run the newer one, or restore a backup from before.");
    }

    /// <exception cref="ArgumentException">The name is the engine's own.</exception>
    public static void CheckSolution(string solution)
    {
        if (solution == Engine)
        {
            throw new ArgumentException($"'{solution}' is the engine's own name: record the solution's migrations under another.", nameof(solution));
        }
    }
}
