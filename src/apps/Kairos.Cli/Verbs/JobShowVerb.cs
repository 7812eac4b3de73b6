using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job show</c>.</summary>
internal static class JobShowVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> id = new("ID") { Description = "The job's id, as submit and list print it." };

        return new Verb(
            "show",
            "Shows one job, as far as it still lives, and its runs with their notes.",
            "kairos job show 06FZ1gqS7Yv1mXcP2kR9aB --as alice")
            .With(id)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Owner,
                api => api.ShowJobAsync(parse.GetRequiredValue(id), stop),
                history =>
                {
                    if (history.Job is { } job)
                    {
                        JobText.WriteDetails(shell.Console, job);
                    }
                    else
                    {
                        shell.Console.Out.WriteLine("The job has ended.");
                    }

                    shell.Console.Out.WriteLine();
                    RunText.WriteTable(shell.Console, history.Runs, "No runs yet.");
                    RunText.WriteNotes(shell.Console, history.Runs);
                }));
    }
}
