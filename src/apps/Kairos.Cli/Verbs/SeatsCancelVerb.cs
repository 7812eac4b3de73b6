using System.CommandLine;
using Kairos.Cli.Input;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats cancel</c>.</summary>
internal static class SeatsCancelVerb
{
    private const string Message = "取消; 抢座";

    public static Command Build(Shell shell, LanguageOption language) => new Verb(
        "cancel",
        "Cancels your live grab. Sends “取消; 抢座”.",
        "kairos seats cancel --as alice",
        "kairos seats cancel --lang zh --as alice")
        .Does((parse, stop) => SeatsVerb.SendAsync(shell, language, parse, Message, stop));
}
