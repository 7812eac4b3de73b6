using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Rest;
using Kairos.Triggers;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job edit</c>.</summary>
internal static class JobEditVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> id = ChangeVerb.Id();
        Option<string?> payload = new("--payload") { Description = "What the handler gets, as JSON: in place, from a file, or - for standard input.", HelpName = "JSON|@file|-" };
        Option<int?> priority = NumberOption.Of("--priority", "Among jobs of one instant the higher goes first, -100 to 100.", least: -100, most: 100);
        Option<int?> maxAttempts = NumberOption.Of("--max-attempts", "Starts within one occurrence, the first included.", least: 1, most: 1_000);
        Option<int?> version = NumberOption.Of("--if-version", "Edits only if the job still has this version, as `kairos job show` prints it.", least: 1);
        TriggerOptions trigger = new(shell.Console.Time);

        return new Verb(
            "edit",
            "Edits a job. What is not named stays as it is. Exit code 0 means that the old content never starts; 1 that it has, or that it is not settled yet.",
            "kairos job edit 06FZ1gqS7Yv1mXcP2kR9aB --payload '{\"text\":\"hello\"}' --as alice",
            "kairos job edit 06FZ1gqS7Yv1mXcP2kR9aB --at 2026-11-20T12:10:00Z --if-version 3 --as alice",
            "kairos job edit 06FZ1gqS7Yv1mXcP2kR9aB --daily 20:10:00 --zone Asia/Shanghai --priority 10 --as alice")
            .With(id)
            .With(payload)
            .With(trigger.All)
            .With(priority, maxAttempts, version)
            .Does(async (parse, stop) =>
            {
                Trigger? when = trigger.Read(parse);
                string? content = await InputText.ReadAsync(parse.GetValue(payload), shell.Console, stop);
                JobEditing edit = new()
                {
                    Trigger = when is null ? null : InputText.Json(TriggerJson.Write(when)),
                    Payload = content is null ? null : InputText.Json(content),
                    Priority = parse.GetValue(priority),
                    MaxAttempts = parse.GetValue(maxAttempts),
                    Version = parse.GetValue(version),
                };
                return edit is { Trigger: null, Payload: null, Priority: null, MaxAttempts: null }
                    ? throw CliFailure.Usage("nothing to change", "add --payload, --priority, --max-attempts or one of --at, --in, --every, --daily, --cron and --trigger")
                    : await ChangeVerb.AskAsync(
                        shell,
                        parse,
                        api => api.EditJobAsync(parse.GetRequiredValue(id), edit, stop),
                        "the old content never starts",
                        "it has started and goes on with the old content; the new content counts from the next start");
            });
    }
}
