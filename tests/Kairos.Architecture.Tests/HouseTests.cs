using System.Text.RegularExpressions;

namespace Kairos.Architecture.Tests;

public sealed partial class HouseTests
{
    private const int LongestFile = 300;
    private static readonly string[] s_floors = ["src", "tests", "bench", "samples"];
    private static readonly string[] s_namesThatSayNothing = ["Helper", "Helpers", "Util", "Utils", "Common", "Misc", "Interfaces", "Models", "Manager", "Managers"];

    [Fact]
    public void No_file_of_code_is_longer_than_300_lines() => Code()
        .Select(file => (File: file, Lines: File.ReadLines(Path.Combine(Repository.Root, file)).Count()))
        .Where(file => file.Lines > LongestFile)
        .ShouldBeEmpty();

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() => Code()
        .SelectMany(file => file.Split(Path.DirectorySeparatorChar).SkipLast(1))
        .Distinct()
        .ShouldNotContain(folder => s_namesThatSayNothing.Contains(folder));

    [Fact]
    public void No_statement_asks_a_clock_but_the_probe_of_the_offset() => Repository
        .Files("src", "*.sql")
        .Where(file => !file.EndsWith("node_clock.sql", StringComparison.Ordinal))
        .Where(file => ClockFunction().IsMatch(WithoutComments(File.ReadAllText(Path.Combine(Repository.Root, file)))))
        .ShouldBeEmpty();

    [Fact]
    public void Every_statement_says_what_the_planner_does_with_it() => Repository
        .Files("src", "*.sql")
        .Where(file => file.Contains($"{Path.DirectorySeparatorChar}Sql{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Where(file => !File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("--", StringComparison.Ordinal))
        .ShouldBeEmpty();

    [Fact]
    public void Every_migration_says_whether_it_breaks_older_processes() => Repository
        .Files("src", "*.sql")
        .Where(file => file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Where(file => !File.ReadLines(Path.Combine(Repository.Root, file)).First().StartsWith("-- breaking: ", StringComparison.Ordinal))
        .ShouldBeEmpty();

    private static IEnumerable<string> Code() => s_floors
        .Where(floor => Directory.Exists(Path.Combine(Repository.Root, floor)))
        .SelectMany(floor => Repository.Files(floor, "*.cs").Concat(Repository.Files(floor, "*.razor")).Concat(Repository.Files(floor, "*.sql")));

    private static string WithoutComments(string sql) => string.Join('\n', sql.Split('\n').Select(line => line.Split("--")[0]));

    [GeneratedRegex(@"\b(now|clock_timestamp|current_timestamp|datetime|julianday|unixepoch|strftime)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ClockFunction();
}
