using System.CommandLine;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Stores;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos lab node</c>: a node of a chaos run, which starts it and tells it on standard input who it is.</summary>
internal static class LabNodeVerb
{
    internal const string Name = "node";

    internal static Command Build(Shell shell) => new Verb(Name, "Be a node of a chaos run.") { Hidden = true }.Does(async (_, stop) =>
    {
        try
        {
            await LabNode.RunAsync(shell.Console.In, shell.Console.Out, stop);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is InvalidDataException or StoreUnavailableException)
        {
            throw new CliFailure(e.Message);
        }
    });
}
