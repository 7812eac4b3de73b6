using System.CommandLine;
using System.CommandLine.Invocation;

namespace Kairos.Cli.Verbs;

/// <summary>Answers <c>--version</c>.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(CliVersion.Text);
        return ExitCode.Ok;
    }
}
