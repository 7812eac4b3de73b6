using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Kairos.Cli.Verbs;

/// <summary>The usual help, and below it the verb's examples.</summary>
internal sealed class HelpWithExamples(CliConsole console) : SynchronousCommandLineAction
{
    private const int WidthOfPaper = 120;

    private readonly HelpAction _help = new() { MaxWidth = console.OutIsTerminal && console.Width > 0 ? console.Width : WidthOfPaper };

    /// <summary>Help is given to whoever asks, whatever else is wrong with the line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples.IsEmpty: false } verb)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}
