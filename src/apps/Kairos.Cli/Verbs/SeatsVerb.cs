using System.CommandLine;
using Kairos.Cli.Input;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats</c>: the group.</summary>
internal static class SeatsVerb
{
    public static Command Build(Shell shell)
    {
        LanguageOption language = new(shell.Console);
        return new Verb(
            "seats",
            "Takes seats at the opening second, and keeps the schools they belong to.",
            "kairos seats grab --school ecut --candidate 1141:7 --session @cookie.txt --as alice",
            "kairos seats status --as alice",
            "kairos seats parse --json < messages.txt")
            .With(
                SeatsParseVerb.Build(shell, language),
                SeatsGrabVerb.Build(shell, language),
                SeatsStatusVerb.Build(shell, language),
                SeatsCancelVerb.Build(shell, language),
                SeatsResultVerb.Build(shell, language),
                SeatsSchoolsVerb.Build(shell),
                SeatsSchoolVerb.Build(shell),
                SeatsAddVerb.Build(shell))
            .With(language.Option);
    }

    /// <summary>Sends one message and shows the reply.</summary>
    public static Task<int> SendAsync(Shell shell, LanguageOption language, ParseResult parse, string message, CancellationToken stop) =>
        shell.AskAsync(
            parse,
            Scope.Owner,
            api => api.SendSeatMessageAsync(message, stop),
            reply => Output.SeatReplyText.Write(shell.Console, reply, language.IsChinese(parse)),
            static reply => reply.Ok);
}
