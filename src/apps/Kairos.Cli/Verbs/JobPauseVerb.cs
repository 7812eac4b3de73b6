using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job pause</c>.</summary>
internal static class JobPauseVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> id = ChangeVerb.Id();

        return new Verb(
            "pause",
            "Pauses a job until it is resumed. Exit code 0 means that it does not start; 1 that it runs and is paused afterwards, or is not settled yet.",
            "kairos job pause 06FZ1gqS7Yv1mXcP2kR9aB --as alice")
            .With(id)
            .Does((parse, stop) => ChangeVerb.AskAsync(
                shell,
                parse,
                api => api.PauseJobAsync(parse.GetRequiredValue(id), stop),
                "it does not start until it is resumed",
                "it has started and goes on; it is paused when it has ended"));
    }
}
