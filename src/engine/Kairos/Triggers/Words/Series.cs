namespace Kairos.Triggers.Words;

/// <summary>How a language puts values side by side.</summary>
/// <param name="Join">Some, in a list.</param>
/// <param name="To">From one to another.</param>
/// <param name="Elide">The first ones of many at equal steps, and the last.</param>
internal sealed record SeriesWords(Func<IReadOnlyList<string>, string> Join, Func<string, string, string> To, Func<IReadOnlyList<string>, string, string> Elide);

/// <summary>Values as people list them: 1 to 5, 10 and 20; or 0, 7, 14, … 56.</summary>
internal static class Series
{
    // Fewer at equal steps are listed one by one.
    private const int FewestElided = 5;
    private const int Shown = 3;

    // Two in a row are two.
    private const int ShortestRun = 3;

    /// <summary>Lists values.</summary>
    /// <param name="values">Ascending, at least one.</param>
    /// <param name="cycle">Values come round again after so many, as days of the week do; 0 where they don't.</param>
    /// <param name="name">Of a value.</param>
    /// <param name="words">Of the language.</param>
    internal static string Say(IReadOnlyList<int> values, int cycle, Func<int, string> name, SeriesWords words)
    {
        if (values.Count >= FewestElided && StepOf(values) is > 1)
        {
            return words.Elide([.. values.Take(Shown).Select(name)], name(values[^1]));
        }

        return words.Join([.. Runs(values, cycle).SelectMany(run => run.Length < ShortestRun ? run.Select(name) : [words.To(name(run[0]), name(run[^1]))])]);
    }

    /// <summary>The step from each value to the next; null where it is not the same, or there is but one value.</summary>
    internal static int? StepOf(IReadOnlyList<int> values)
    {
        int step = values.Count > 1 ? values[1] - values[0] : 0;
        return step > 0 && Enumerable.Range(1, values.Count - 1).All(i => values[i] - values[i - 1] == step) ? step : null;
    }

    /// <summary>Values that follow each other without a gap, together.</summary>
    internal static IReadOnlyList<int[]> Runs(IReadOnlyList<int> values, int cycle)
    {
        List<int[]> runs = [];
        for (int from = 0; from < values.Count;)
        {
            int until = from + 1;
            while (until < values.Count && values[until] == values[until - 1] + 1)
            {
                until++;
            }

            runs.Add([.. values.Skip(from).Take(until - from)]);
            from = until;
        }

        // Over the end: Saturday to Monday.
        if (cycle > 0 && runs.Count > 1 && runs[^1][^1] + 1 - cycle == runs[0][0])
        {
            runs[^1] = [.. runs[^1], .. runs[0]];
            runs.RemoveAt(0);
        }

        return runs;
    }
}
