using System.CommandLine;
using Kairos.Cli.Output;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job cancel</c>.</summary>
internal static class JobCancelVerb
{
    private const string Applied = "applied";

    public static Command Build(Shell shell)
    {
        Argument<string> id = new("ID") { Description = "The job's id, as submit and list print it." };

        return new Verb(
            "cancel",
            "Cancels a job. Exit code 0 means that it will never start again; 1 that it is too late, or not settled yet.",
            "kairos job cancel 06FZ1gqS7Yv1mXcP2kR9aB --as alice")
            .With(id)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Owner,
                api => api.CancelJobAsync(parse.GetRequiredValue(id), stop),
                cancellation => shell.Console.Out.WriteLine(cancellation.Answer switch
                {
                    Applied => "applied: it will never start again",
                    "too-late" => "too late: it has started and goes on; no further occurrence follows",
                    "pending" => "pending: the node that holds it has not settled it yet; ask again with `kairos job show`",
                    string other => PlainText.Of(other),
                }),
                static cancellation => cancellation.Answer == Applied));
    }
}
