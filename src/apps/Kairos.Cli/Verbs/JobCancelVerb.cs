using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job cancel</c>.</summary>
internal static class JobCancelVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> id = ChangeVerb.Id();

        return new Verb(
            "cancel",
            "Cancels a job. Exit code 0 means that it will never start again; 1 that it is too late, or not settled yet.",
            "kairos job cancel 06FZ1gqS7Yv1mXcP2kR9aB --as alice")
            .With(id)
            .Does((parse, stop) => ChangeVerb.AskAsync(
                shell,
                parse,
                api => api.CancelJobAsync(parse.GetRequiredValue(id), stop),
                "it will never start again",
                "it has started and goes on; no further occurrence follows"));
    }
}
