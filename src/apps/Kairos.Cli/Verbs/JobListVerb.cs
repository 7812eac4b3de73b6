using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job list</c>.</summary>
internal static class JobListVerb
{
    public static Command Build(Shell shell)
    {
        Option<string?> kind = new("--kind") { Description = "Only jobs of this kind.", HelpName = "KIND" };
        Option<string?> key = new("--key") { Description = "Only jobs with this key.", HelpName = "KEY" };
        Option<string?> state = new Option<string?>("--state") { Description = "Only jobs in this state." }
            .AcceptOnlyFromAmong("waiting", "parked", "armed", "paused");
        Option<int?> limit = NumberOption.Limit();
        Option<string?> after = new("--after") { Description = "Goes on behind the page that named this cursor.", HelpName = "CURSOR" };

        return new Verb(
            "list",
            "Lists your live jobs. Jobs that have ended are in `kairos runs`.",
            "kairos job list --as alice",
            "kairos job list --kind demo.echo --state waiting --limit 20 --as alice")
            .With(kind, key, state, limit, after)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Owner,
                api => api.ListJobsAsync(
                    new JobQuery
                    {
                        Kind = parse.GetValue(kind),
                        Key = parse.GetValue(key),
                        State = parse.GetValue(state),
                        Limit = parse.GetValue(limit),
                        After = parse.GetValue(after),
                    },
                    stop),
                page => JobText.WriteTable(shell.Console, page)));
    }
}
