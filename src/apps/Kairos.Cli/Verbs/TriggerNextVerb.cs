using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Triggers;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos trigger next</c>.</summary>
internal static class TriggerNextVerb
{
    public static Command Build(Shell shell)
    {
        Option<string?>[] options = [.. TriggerQuestion.Options.Select(static option => new Option<string?>($"--{option.Name}")
        {
            Description = option.Description,
            HelpName = option.HelpName,
        })];
        Option<string?> batch = new("--batch")
        {
            Description = "Questions as JSON lines with the same option names; - is standard input. Prints one line for each.",
            HelpName = "FILE",
        };
        return new Verb(
            "next",
            "Prints the next instants of a trigger: when it is due, moved by its jitter and quiet spans. Give exactly one of --cron, --every, --daily, --at, --grid, --trigger, or --batch.",
            "kairos trigger next --cron '0 8 * * MON-FRI' --zone Asia/Shanghai --from 2026-11-21T00:00:00Z --count 3 --json",
            "kairos trigger next --daily 20:10 --weekdays MON-FRI --zone Asia/Shanghai",
            "kairos trigger next --grid 'Mon-Fri 08:00-20:00; Sat 10:00-24:00' --count 4",
            "kairos trigger next --trigger 'every 30m window \"Mon-Fri 08:00-20:00\" jitter 30s' --seed 7 --count 10",
            "echo '{\"every\":\"90s\",\"count\":2}' | kairos trigger next --batch -")
            .With([.. options, batch])
            .Does(async (parse, stop) =>
            {
                QuestionReader reader = new(Instant.From(shell.Console.Time.GetUtcNow()));
                Dictionary<string, string> values = [];
                foreach (Option<string?> option in options)
                {
                    if (parse.GetValue(option) is { } value)
                    {
                        values.Add(option.Name[2..], value);
                    }
                }

                return parse.GetValue(batch) is not { } file ? Answer(shell, parse, reader, new TriggerQuestion { Values = values })
                    : values.Count > 0 ? throw CliFailure.Usage($"--batch and --{values.Keys.First()} exclude each other", "put the options into the lines")
                    : await AnswerAllAsync(shell, reader, file, stop);
            });
    }

    private static int Answer(Shell shell, ParseResult parse, QuestionReader reader, TriggerQuestion question)
    {
        bool json = shell.WantsJson(parse);
        if (!reader.TryRead(question, out TriggerAsked? asked, out TriggerFault? fault))
        {
            if (json)
            {
                shell.Console.Out.WriteLine(TriggerAnswer.Json(fault));
            }
            else
            {
                TriggerAnswer.Write(shell.Console.Error, fault, question["cron"] ?? question["trigger"]);
            }

            return ExitCode.Usage;
        }

        if (json)
        {
            shell.Console.Out.WriteLine(TriggerAnswer.Json(asked));
        }
        else
        {
            TriggerAnswer.Write(shell.Console.Out, asked);
        }

        return ExitCode.Ok;
    }

    private static async Task<int> AnswerAllAsync(Shell shell, QuestionReader reader, string file, CancellationToken stop)
    {
        using StreamReader? opened = file == "-" ? null : InputFile.Open(file);
        TextReader input = opened ?? shell.Console.In;
        while (await input.ReadLineAsync(stop) is { } line)
        {
            bool read = BatchLine.TryRead(line, out TriggerQuestion? question, out TriggerFault? fault);
            TriggerAsked? asked = null;
            read = read && reader.TryRead(question!, out asked, out fault);
            await shell.Console.Out.WriteLineAsync(read ? TriggerAnswer.Json(asked!) : TriggerAnswer.Json(fault!));
        }

        return ExitCode.Ok;
    }
}
