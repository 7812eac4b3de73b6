using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Triggers;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job submit</c>.</summary>
internal static class JobSubmitVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> kind = new("KIND") { Description = "The name under which the handler is registered; `kairos version` lists them." };
        Option<string?> key = new("--key") { Description = "Makes the job unique among your live jobs of this kind.", HelpName = "KEY" };
        Option<string?> conflict = new Option<string?>("--conflict") { Description = "What happens when the key is taken. Default: reject." }
            .AcceptOnlyFromAmong("reject", "keep", "replace");
        Option<string?> payload = new("--payload") { Description = "What the handler gets, as JSON: in place, from a file, or - for standard input.", HelpName = "JSON|@file|-" };
        Option<int?> priority = NumberOption.Of("--priority", "Among jobs of one instant the higher goes first, -100 to 100.", least: -100, most: 100);
        Option<int?> maxAttempts = NumberOption.Of("--max-attempts", "Starts within one occurrence, the first included. Default: the kind's limit.", least: 1);
        Option<string?> idempotencyKey = new("--idempotency-key") { Description = "Makes the submit repeatable: the same key and content give the same id.", HelpName = "KEY" };
        TriggerOptions trigger = new(shell.Console.Time);

        return new Verb(
            "submit",
            "Submits a job. Without a time it is due at once.",
            "kairos job submit demo.echo --payload '{\"text\":\"hello\"}' --as alice",
            "kairos job submit demo.echo --at 2026-11-20T12:10:00Z --as alice",
            "kairos job submit demo.echo --in 1h30m --key reminder --conflict replace --as alice",
            "kairos job submit demo.echo --every 90s --payload @payload.json --as alice",
            "kairos job submit demo.echo --daily 08:00,20:10:00 --zone Asia/Shanghai --weekdays MON-FRI --as alice",
            "kairos job submit demo.echo --trigger 'cron \"*/10 * * * *\" in Asia/Shanghai window \"Mon-Fri 08:00-20:00\" jitter 30s' --as alice")
            .With(kind)
            .With(key, conflict, payload)
            .With(trigger.All)
            .With(priority, maxAttempts, idempotencyKey)
            .Does(async (parse, stop) =>
            {
                Trigger? when = trigger.Read(parse);
                if (trigger.IsRelative(parse) && parse.GetValue(idempotencyKey) is not null)
                {
                    throw CliFailure.Usage("--in and --every without --anchor count from now, so a repeated submit would be another request", "give --at or --anchor beside --idempotency-key");
                }

                string? content = await InputText.ReadAsync(parse.GetValue(payload), shell.Console, stop);
                JobSubmission job = new()
                {
                    Kind = parse.GetRequiredValue(kind),
                    Key = parse.GetValue(key),
                    Conflict = parse.GetValue(conflict),
                    Payload = content is null ? null : InputText.Json(content),
                    Trigger = when is null ? null : InputText.Json(TriggerJson.Write(when)),
                    Priority = parse.GetValue(priority),
                    MaxAttempts = parse.GetValue(maxAttempts),
                };
                return await shell.AskAsync(
                    parse,
                    Scope.Owner,
                    api => api.SubmitJobAsync(job, parse.GetValue(idempotencyKey), stop),
                    receipt => Show(shell.Console, receipt));
            });
    }

    private static void Show(CliConsole console, JobReceipt receipt)
    {
        console.Out.WriteLine($"{PlainText.Of(receipt.Status)} {PlainText.Of(receipt.Id)}");
        if (receipt.Running)
        {
            console.Out.WriteLine("A run of the replaced job had started and goes on with the old content.");
        }
    }
}
