using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Messages;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos seats parse</c>: touches no store and no server.</summary>
internal static class SeatsParseVerb
{
    public static Command Build(Shell shell, LanguageOption language)
    {
        Argument<string?> file = new("FILE")
        {
            Description = "UTF-8 text; - or nothing is standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> samplesOnly = new("--jsonl")
        {
            Description = "Every line must be an object {\"text\":…}. Without it such a line is taken so too, and any other is a message."
                + " Where an object has \"expect\", the answer is compared; exit code 1 when one differs.",
        };

        return new Verb(
            "parse",
            "Says how messages are read, one a line in, one a line out. Asks no server and keeps nothing. With --json session values stand under the key session.",
            "echo '抢座; ecut; 1141; 7; wechatSESS_ID=…; SERVERID=…' | kairos seats parse --json",
            "kairos seats parse messages.txt --lang zh",
            "kairos seats parse --json --jsonl samples.jsonl")
            .With(file)
            .With(samplesOnly)
            .Does(async (parse, stop) =>
            {
                MessageReading reading = new(shell.Console)
                {
                    SamplesOnly = parse.GetValue(samplesOnly),
                    Json = shell.WantsJson(parse),
                    Chinese = language.IsChinese(parse),
                };
                if (parse.GetValue(file) is { } path and not "-")
                {
                    using StreamReader input = InputFile.Open(path);
                    return await reading.RunAsync(input, stop);
                }

                if (shell.Console is { InIsTerminal: true, ErrorIsTerminal: true })
                {
                    await shell.Console.Error.WriteLineAsync("One message a line; Ctrl-D ends.");
                }

                return await reading.RunAsync(shell.Console.In, stop);
            });
    }
}
