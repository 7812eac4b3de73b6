using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats schools</c>.</summary>
internal static class SeatsSchoolsVerb
{
    public static Command Build(Shell shell) => new Verb(
        "schools",
        "Lists the schools of the catalogue.",
        "kairos seats schools",
        "kairos seats schools --json")
        .Does((parse, stop) => shell.AskAsync(
            parse,
            Scope.Server,
            api => api.ListSchoolsAsync(stop),
            list => SchoolText.WriteTable(shell.Console, list.Schools)));
}
