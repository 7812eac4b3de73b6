using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job resume</c>.</summary>
internal static class JobResumeVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> id = ChangeVerb.Id();

        return new Verb(
            "resume",
            "Lets a paused job go on. A repeating one skips what went by, and its record says how much; one that is due once and overdue starts.",
            "kairos job resume 06FZ1gqS7Yv1mXcP2kR9aB --as alice")
            .With(id)
            .Does((parse, stop) => ChangeVerb.AskAsync(
                shell,
                parse,
                api => api.ResumeJobAsync(parse.GetRequiredValue(id), stop),
                "it goes on; `kairos job show` says when",
                "it has started and goes on"));
    }
}
