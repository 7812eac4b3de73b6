using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Cli.Verbs;

namespace Kairos.Cli;

/// <summary>The command line of Kairos.</summary>
internal static class Program
{
    /// <summary>Response files are off: <c>@file</c> is how a payload or a session is read.</summary>
    internal static ParserConfiguration HowToParse => new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private static async Task<int> Main(string[] args)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(args, CliConsole.OfProcess(), stop.Token);

        // The first signal asks the verb to end; the second one is left to the system, which ends the process.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    /// <summary>Runs one command line to its end.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(string[] args, CliConsole console, CancellationToken stop = default)
    {
        ParseResult? parse = null;
        try
        {
            parse = RootVerb.Build(new Shell(console)).Parse(args, HowToParse);
            if (parse.Action is ParseErrorAction)
            {
                UsageText.Write(parse, console);
                return ExitCode.Usage;
            }

            return await parse.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = console.Out,
                    Error = console.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (ApiRefusal refusal)
        {
            ErrorText.Write(console, refusal.Problem);
            return refusal.ExitCode;
        }
        catch (CliFailure failure)
        {
            ErrorText.Write(console, failure.Message, failure.Remedy);
            if (failure.ExitCode == ExitCode.Usage && parse is not null)
            {
                UsageText.WriteHelpHint(parse, console);
            }

            return failure.ExitCode;
        }
        catch (Exception bug)
        {
            ErrorText.Write(console, "a fault of the command line itself", "report it with the text below");
            await console.Error.WriteLineAsync(bug.ToString());
            return ExitCode.Failed;
        }
        finally
        {
            await console.Out.FlushAsync(CancellationToken.None);
            await console.Error.FlushAsync(CancellationToken.None);
        }
    }
}
