using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Time;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos runs</c>.</summary>
internal static class RunsVerb
{
    public static Command Build(Shell shell)
    {
        Option<string?> kind = new("--kind") { Description = "Only runs of this kind.", HelpName = "KIND" };
        Option<string?> job = new("--job") { Description = "Only runs of this job.", HelpName = "ID" };
        Option<string?> outcome = new Option<string?>("--outcome") { Description = "Only runs that ended so." }
            .AcceptOnlyFromAmong("succeeded", "failed", "retry", "snoozed", "needs-human", "cancelled", "skipped", "lost", "buried", "unknown");
        Option<int?> limit = NumberOption.Limit();
        Option<Instant?> before = ValueOption.Of<Instant>("--before", "INSTANT", "Only runs older than this.", InstantText.TryRead, InstantText.Expected);

        return new Verb(
            "runs",
            "Lists what was run, newest first: when, with which outcome, how late.",
            "kairos runs --as alice",
            "kairos runs --kind seats.grab --outcome failed --before 2026-11-20T12:10:00Z --as alice")
            .With(kind, job, outcome, limit, before)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Owner,
                api => api.ListRunsAsync(
                    new RunQuery
                    {
                        Kind = parse.GetValue(kind),
                        Job = parse.GetValue(job),
                        Outcome = parse.GetValue(outcome),
                        Limit = parse.GetValue(limit),
                        Before = parse.GetValue(before)?.ToString(),
                    },
                    stop),
                page => RunText.WriteTable(shell.Console, page.Runs, "No runs match.")));
    }
}
