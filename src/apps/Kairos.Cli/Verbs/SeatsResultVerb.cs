using System.CommandLine;
using Kairos.Cli.Input;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats result</c>.</summary>
internal static class SeatsResultVerb
{
    private const string Message = "结果";

    public static Command Build(Shell shell, LanguageOption language) => new Verb(
        "result",
        "Shows the last grab in full. Sends “结果”.",
        "kairos seats result --as alice",
        "kairos seats result --lang zh --as alice")
        .Does((parse, stop) => SeatsVerb.SendAsync(shell, language, parse, Message, stop));
}
