using System.CommandLine;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos lab</c>: what proves the engine on this machine.</summary>
internal static class LabVerb
{
    internal static Command Build(Shell shell) => new Verb(
        "lab",
        "Prove the engine on this machine, with databases and processes of its own.",
        "kairos lab chaos",
        "kairos lab chaos --nodes 3 --minutes 5 --seed 7").With(LabChaosVerb.Build(shell), LabNodeVerb.Build(shell));
}
