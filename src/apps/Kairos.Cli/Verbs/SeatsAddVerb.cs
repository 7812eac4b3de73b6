using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats add</c>.</summary>
internal static class SeatsAddVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> code = SeatsSchoolVerb.Code();
        return new Verb(
            "add",
            "Has the server read a school's rooms from the venue into the catalogue.",
            "kairos seats add ecut")
            .With(code)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.AddSchoolAsync(parse.GetRequiredValue(code), stop),
                school => SchoolText.WriteDetails(shell.Console, school)));
    }
}
