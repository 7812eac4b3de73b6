using System.CommandLine;
using Kairos.Cli.Input;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats status</c>.</summary>
internal static class SeatsStatusVerb
{
    private const string Message = "查询";

    public static Command Build(Shell shell, LanguageOption language) => new Verb(
        "status",
        "Shows your live tasks and the last result of each kind. Sends “查询”.",
        "kairos seats status --as alice",
        "kairos seats status --lang zh --as alice")
        .Does((parse, stop) => SeatsVerb.SendAsync(shell, language, parse, Message, stop));
}
