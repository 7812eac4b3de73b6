using System.CommandLine;

namespace Kairos.Cli.Verbs;

internal static class RootVerb
{
    internal static Command Build(Shell shell)
    {
        RootCommand root = new("Timed work") { ServeVerb.Build(shell), PlaygroundVerb.Build(shell), RehearseVerb.Build(shell) };
        shell.AddOptionsTo(root);
        return root;
    }
}
