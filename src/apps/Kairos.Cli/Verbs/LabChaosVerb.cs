using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Lab.Chaos;
using Kairos.Lab.History;
using Kairos.Stores;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos lab chaos</c>: real processes, faults of all sorts, and a judge.</summary>
internal static class LabChaosVerb
{
    /// <summary>It could not be run, so nothing is proved either way.</summary>
    private const int NotRun = 3;
    private const int FaultsPerMinute = 24;
    private const int MostShown = 10;

    internal static Command Build(Shell shell)
    {
        Option<int?> nodes = NumberOption.Of("--nodes", "Node processes; 3 by default.", least: 2, most: 9);
        Option<int?> minutes = NumberOption.Of("--minutes", "How long; 5 by default.", least: 1, most: 600);
        Option<int?> seed = NumberOption.Of("--seed", "Draws load and faults; 1 by default.", least: 0, most: 1_000_000);
        Option<DirectoryInfo?> keep = new("--keep") { Description = "Keep the histories in this folder, which must be empty or missing. Else they are kept only when something is wrong.", HelpName = "FOLDER" };
        return new Verb(
            "chaos",
            "Start a PostgreSQL with a standby and nodes, put them under load, make all sorts of faults, and judge what happened.",
            "kairos lab chaos",
            "kairos lab chaos --nodes 3 --minutes 5 --seed 7 --json",
            "kairos lab chaos --minutes 1 --keep histories").With(nodes, minutes, seed, keep).Does(async (parse, stop) =>
        {
            int length = parse.GetValue(minutes) ?? 5;
            ChaosOptions options = new()
            {
                NodeCommand = NodeCommand(),
                Nodes = parse.GetValue(nodes) ?? 3,
                Duration = TimeSpan.FromMinutes(length),
                Seed = parse.GetValue(seed) ?? 1,
                LeastFaults = FaultsPerMinute * length,
                Folder = parse.GetValue(keep)?.FullName,
            };
            return await RunAsync(shell, options, shell.WantsJson(parse), stop);
        });
    }

    private static async Task<int> RunAsync(Shell shell, ChaosOptions options, bool json, CancellationToken stop)
    {
        TextWriter progress = shell.Console.Error;
        ChaosReport report;
        try
        {
            report = await new ChaosRun(options, line => progress.WriteLine(line)).RunAsync(stop);
        }
        catch (Exception e) when (e is InvalidOperationException or StoreUnavailableException or IOException or Npgsql.NpgsqlException)
        {
            throw new CliFailure(e.Message, exitCode: NotRun, inner: e);
        }

        TextWriter words = json ? progress : shell.Console.Out;
        Tell(report, words);
        if (json)
        {
            await shell.Console.Out.WriteLineAsync(report.Verdict.ToJson());
        }

        return report.Verdict.Ok ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Tell(ChaosReport report, TextWriter to)
    {
        Verdict verdict = report.Verdict;
        foreach (IGrouping<ViolationKind, Violation> kind in verdict.Violations.GroupBy(v => v.Kind))
        {
            foreach (Violation violation in kind.Take(MostShown))
            {
                to.WriteLine(violation.ToString());
            }
        }

        foreach (string remark in report.Remarks)
        {
            to.WriteLine(remark);
        }

        to.WriteLine($"{Shown.Count(verdict.Occurrences)} occurrences, {Shown.Count(verdict.Faults.Values.Sum())} faults: {(verdict.Ok ? "every promise was kept" : "promises were broken")}");
        to.WriteLine($"lateness while all was well: p50 {verdict.LatenessMs.P50:0.0} ms, p99 {verdict.LatenessMs.P99:0.0} ms, most {verdict.LatenessMs.Max:0.0} ms");
        if (report.Folder is { } folder)
        {
            to.WriteLine($"the histories are in {folder}");
        }
    }

    /// <summary>This program once more; under the dotnet host it is the first argument.</summary>
    private static IReadOnlyList<string> NodeCommand() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(LabChaosVerb).Assembly.Location, "lab", LabNodeVerb.Name]
        : [Environment.ProcessPath!, "lab", LabNodeVerb.Name];
}
