using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats school</c>: the group.</summary>
internal static class SeatsSchoolVerb
{
    public static Command Build(Shell shell) => new Verb(
        "school",
        "Shows and changes one school.",
        "kairos seats school show ecut",
        "kairos seats school set ecut --opens-at 20:10:00").With(
        SeatsSchoolShowVerb.Build(shell),
        SeatsSchoolSetVerb.Build(shell));

    /// <summary>Which school.</summary>
    public static Argument<string> Code() => new("CODE") { Description = "Abbreviation of the school, as in ecut." };
}
