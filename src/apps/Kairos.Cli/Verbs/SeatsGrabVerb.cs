using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Seats.Commands;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats grab</c>: a whole message, or its parts as options.</summary>
internal static class SeatsGrabVerb
{
    public static Command Build(Shell shell, LanguageOption language)
    {
        Argument<string[]> message = new("TEXT")
        {
            Description = "A whole message as it would be sent by chat; @file or - reads it from there. Instead of the options.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> school = new("--school") { Description = "Abbreviation of the school.", HelpName = "CODE" };
        Option<string[]> candidates = new("--candidate") { Description = "A seat to try, up to three in order. 0 is any, a negative number excludes.", HelpName = "ROOM:SEAT" };
        Option<string?> session = new("--session")
        {
            Description = "The Cookie header of the venue's page. It is a credential: with @file or - it stays out of the shell's history.",
            HelpName = "COOKIES|@file|-",
        };
        Option<string?> openAt = new("--open-at") { Description = "Opening time for this grab, in the school's zone.", HelpName = "HH:mm[:ss]" };
        Option<string?> mode = new Option<string?>("--mode") { Description = "For which day. Default: the school's mode." }.AcceptOnlyFromAmong("today", "tomorrow");
        Option<bool> any = new("--any") { Description = "When all named seats are taken, any free seat that is not excluded." };

        return new Verb(
            "grab",
            "Takes a seat at the opening second.",
            "kairos seats grab --school ecut --candidate 1141:7 --candidate 1141:8 --session @cookie.txt --as alice",
            "kairos seats grab --school ecut --candidate 1141:0 --session - --open-at 07:00 --mode tomorrow --any --as alice < cookie.txt",
            "kairos seats grab '抢座; ecut; 1141; 7; wechatSESS_ID=…; SERVERID=…' --as alice",
            "kairos seats grab @message.txt --as alice")
            .With(message)
            .With(school, candidates, session, openAt, mode, any)
            .Does(async (parse, stop) =>
            {
                string[] words = parse.GetValue(message) ?? [];
                string? whole = words.Length == 0 ? null : string.Join(' ', words);
                Option? part = new Option[] { school, candidates, session, openAt, mode, any }.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false });
                if (whole is not null && part is not null)
                {
                    throw CliFailure.Usage($"a whole message and {part.Name} exclude each other", "write the message, or its parts as options");
                }

                string text = whole is not null
                    ? await WholeAsync(whole, shell.Console, stop)
                    : await PartsAsync(
                        parse.GetValue(school),
                        parse.GetValue(session),
                        shell.Console,
                        (code, cookies) => new GrabMessage
                        {
                            School = code,
                            Candidates = parse.GetValue(candidates) ?? [],
                            Session = cookies,
                            OpenAt = parse.GetValue(openAt),
                            Mode = parse.GetValue(mode),
                            AnyElse = parse.GetValue(any),
                        },
                        stop);
                return await SeatsVerb.SendAsync(shell, language, parse, text, stop);
            });
    }

    private static async Task<string> WholeAsync(string whole, CliConsole console, CancellationToken stop)
    {
        string text = (await InputText.ReadAsync(whole, console, stop))!.Trim();

        // A faulty message goes on to the server, which answers and logs it; one that asks for something else is a slip.
        return SeatCommandParser.Parse(text) is SeatCommand { Verb: not SeatVerb.Grab } other
            ? throw CliFailure.Usage($"the message is no grab: it is read as {other.Verb}", "begin it with 抢座, or use the verb of `kairos seats` for it")
            : text;
    }

    private static async Task<string> PartsAsync(
        string? school, string? session, CliConsole console, Func<string, string, GrabMessage> compose, CancellationToken stop)
    {
        if (school is null || session is null)
        {
            throw CliFailure.Usage(
                "nothing to grab: neither a message nor --school and --session are given",
                "add --school ecut --candidate 1141:7 --session @cookie.txt");
        }

        return compose(school, (await InputText.ReadAsync(session, console, stop))!).Text();
    }
}
