using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job run</c>.</summary>
internal static class JobRunVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> id = ChangeVerb.Id();

        return new Verb(
            "run",
            "Runs a job now. A repeating one goes on by its trigger afterwards; a paused one runs once. Exit code 1 means that it was not made to: it runs already, it can't, or it is pending: another node holds it, to start it at its instant, and nothing was changed.",
            "kairos job run 06FZ1gqS7Yv1mXcP2kR9aB --as alice")
            .With(id)
            .Does((parse, stop) => ChangeVerb.AskAsync(
                shell,
                parse,
                api => api.RunJobNowAsync(parse.GetRequiredValue(id), stop),
                "it runs now",
                "it has started already and goes on",
                "another node holds it, to start it at its instant or running it; nothing was changed, `kairos job show` shows it"));
    }
}
