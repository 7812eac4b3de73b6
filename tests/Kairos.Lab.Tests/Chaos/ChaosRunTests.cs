using Kairos.Lab.Chaos;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.Chaos;

/// <summary>A short run on real processes. What it does not judge is lateness: the machine is that of other tests too.</summary>
public sealed class ChaosRunTests(ITestOutputHelper output)
{
    private static readonly bool s_isQuick = Environment.GetEnvironmentVariable("KAIROS_QUICK") is not null;
    private readonly int _faults = s_isQuick ? 8 : 40;

    [Fact]
    public async Task Every_promise_is_kept_under_faults_of_all_sorts()
    {
        ChaosOptions options = new()
        {
            NodeCommand = ["dotnet", Workers.Path, "node"],
            Duration = TimeSpan.FromSeconds(s_isQuick ? 8 : 60),
            LastCalm = TimeSpan.FromSeconds(s_isQuick ? 1 : 8),
            Seed = 20,
            LeastFaults = _faults,
            FailsOver = !s_isQuick,
            Poisons = !s_isQuick,
            Check = new HistoryCheckOptions
            {
                Bound = TimeSpan.FromSeconds(30),
                ClockSlack = TimeSpan.FromSeconds(2),
                StuckAfter = TimeSpan.FromMinutes(2),
            },
        };

        ChaosReport report = await new ChaosRun(options, output.WriteLine).RunAsync(CancellationToken.None);

        output.WriteLine(report.Verdict.ToJson());
        report.Verdict.Violations.ShouldBeEmpty($"the histories are in {report.Folder}");
        report.Verdict.Ok.ShouldBeTrue($"{string.Join('\n', report.Remarks)}\nthe histories are in {report.Folder}");
        report.Verdict.Faults.Values.Sum().ShouldBeGreaterThanOrEqualTo(_faults);
        report.Verdict.Occurrences.ShouldBeGreaterThan(100);
        report.Folder.ShouldBeNull();
    }
}
