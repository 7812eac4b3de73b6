using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos job</c>: the group.</summary>
internal static class JobVerb
{
    public static Command Build(Shell shell) => new Verb(
        "job",
        "Submits, lists, shows and changes jobs.",
        "kairos job submit demo.echo --as alice",
        "kairos job list --state waiting --as alice",
        "kairos job pause 06FZ1gqS7Yv1mXcP2kR9aB --as alice",
        "kairos job cancel 06FZ1gqS7Yv1mXcP2kR9aB --as alice").With(
        JobSubmitVerb.Build(shell),
        JobListVerb.Build(shell),
        JobShowVerb.Build(shell),
        JobEditVerb.Build(shell),
        JobPauseVerb.Build(shell),
        JobResumeVerb.Build(shell),
        JobRunVerb.Build(shell),
        JobCancelVerb.Build(shell));
}
