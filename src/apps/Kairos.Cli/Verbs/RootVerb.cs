using System.CommandLine;
using System.CommandLine.Help;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos</c> itself: the tree of verbs. A new verb is one line in here.</summary>
internal static class RootVerb
{
    public static Command Build(Shell shell)
    {
        // Not a RootCommand: that one is named after the executable, and the help would call it Kairos.Cli.
        Verb root = new Verb(
            "kairos",
            "Does things at the right moment: jobs, and what is built on them.",
            "kairos rehearse",
            "kairos serve",
            "kairos job submit demo.echo --in 90s --as alice",
            "kairos runs --as alice",
            "kairos seats schools").With(
            RehearseVerb.Build(shell),
            ServeVerb.Build(shell),
            PlaygroundVerb.Build(shell),
            JobVerb.Build(shell),
            RunsVerb.Build(shell),
            TriggerVerb.Build(shell),
            SeatsVerb.Build(shell),
            StatesVerb.Build(shell),
            NodeVerb.Build(shell),
            MigrateVerb.Build(shell),
            LabVerb.Build(shell),
            VersionVerb.Build(shell));
        shell.AddOptionsTo(root);
        root.Options.Add(new HelpOption { Action = new HelpWithExamples(shell.Console) });
        root.Options.Add(new VersionOption { Action = new PrintVersion() });
        return root;
    }
}
