using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats school show</c>.</summary>
internal static class SeatsSchoolShowVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> code = SeatsSchoolVerb.Code();
        return new Verb(
            "show",
            "Shows a school's opening time, mode and rooms.",
            "kairos seats school show ecut")
            .With(code)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.ShowSchoolAsync(parse.GetRequiredValue(code), stop),
                school => SchoolText.WriteDetails(shell.Console, school)));
    }
}
