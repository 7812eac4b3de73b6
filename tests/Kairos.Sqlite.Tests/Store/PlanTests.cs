using System.Text.RegularExpressions;
using Kairos.Sqlite.Connections;
using Kairos.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>What SQLite's planner makes of the statements: no cost may grow with rows that are not asked for.</summary>
public sealed partial class PlanTests : IDisposable
{
    /// <summary>Walks of whole indexes that are meant, each small or a bare count.</summary>
    private static readonly string[] MeantWalks = ["SCAN CONSTANT ROW", "SCAN found", "SCAN job USING COVERING INDEX job_owner"];

    private readonly SqliteConnection _connection;

    public PlanTests()
    {
        _ = SqliteLibrary.Bind();
        _connection = new SqliteConnection("Data Source=:memory:");
        _connection.Open();
        _ = Migrator.Run(_connection, default);
    }

    public static TheoryData<string> Statements =>
    [
        .. typeof(SqlText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Sql/", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name)),
    ];

    public void Dispose() => _connection.Dispose();

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_statement_walks_a_table(string name)
    {
        Plan(name).Where(step => step.StartsWith("SCAN", StringComparison.Ordinal)).ShouldBeSubsetOf(MeantWalks);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_says_what_the_planner_makes_of_it_and_reads_no_clock(string name)
    {
        string sql = SqlText.Statement(name);

        sql.ShouldStartWith("-- ");
        Clock().IsMatch(sql).ShouldBeFalse("time is a parameter");
    }

    [Fact]
    public void Arming_goes_along_its_index_and_sorts_nothing()
    {
        Plan("arm_due").ShouldBe(
        [
            "SEARCH job USING PRIMARY KEY (id=?)",
            "LIST SUBQUERY 1",
            "SEARCH job USING COVERING INDEX job_arm (state=? AND held=? AND at>? AND at<?)",
        ]);
    }

    [Theory]
    [InlineData("submit_taken", "SEARCH job USING COVERING INDEX job_key (owner=? AND kind=? AND key=?)")]
    [InlineData("complete_delete", "SEARCH job USING PRIMARY KEY (id=?)")]
    [InlineData("unpark", "SEARCH job USING COVERING INDEX job_parked (state=? AND kind=?)")]
    [InlineData("jobs_of_owner", "SEARCH job USING INDEX job_owner (owner=? AND (at,id)>(?,?))")]
    [InlineData("jobs_paused", "SEARCH job USING INDEX job_paused (state=? AND (at,id)>(?,?))")]
    [InlineData("runs_of_owner_kind", "SEARCH run USING INDEX run_owner (owner=? AND kind=? AND (ended,job,due,attempt)<(?,?,?,?))")]
    [InlineData("runs_of_kind", "SEARCH run USING INDEX run_kind (kind=? AND (ended,job,due,attempt)<(?,?,?,?))")]
    [InlineData("runs_of_outcome", "SEARCH run USING INDEX run_trouble (outcome=? AND (ended,job,due,attempt)<(?,?,?,?))")]
    public void One_search_of_one_index_and_no_sort(string name, string plan)
    {
        Plan(name).ShouldBe([plan]);
    }

    [GeneratedRegex(@"\b(datetime|date|time|julianday|unixepoch|strftime|now)\s*\(|\bcurrent_(timestamp|time|date)\b|'now'", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Clock();

    private List<string> Plan(string name)
    {
        using Statement explain = new(_connection.Handle!, "explain query plan " + SqlText.Statement(name));
        List<string> steps = [];
        while (explain.Step())
        {
            steps.Add(explain.Text(3));
        }

        return steps;
    }
}
