using Kairos.Cli.Rehearse;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Kairos.Cli.Hosting;

/// <summary>Runs a web application as a verb: says where it answers, ends with the signal or with standard input.</summary>
internal static class Hosted
{
    /// <param name="app">What to run.</param>
    /// <param name="untilStdinCloses">End when standard input does: a child then never outlives its parent.</param>
    /// <param name="console">Where the address is printed.</param>
    /// <param name="stop">Ctrl-C.</param>
    internal static async Task<int> RunAsync(WebApplication app, bool untilStdinCloses, CliConsole console, CancellationToken stop)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync(stop);
            }
            catch (Exception e) when (e is IOException or Stores.StoreInUseException or Stores.StoreUnavailableException or InvalidDataException)
            {
                throw new CliFailure(e.Message);
            }
            catch (ArgumentException e)
            {
                throw BadOptions(e);
            }

            await console.Out.WriteLineAsync(ChildProcess.ReadyWord + app.Urls.First());
            await console.Out.FlushAsync(CancellationToken.None);
            if (untilStdinCloses)
            {
                _ = StopWithInputAsync(app.Lifetime, console);
            }

            await using CancellationTokenRegistration stopping = stop.Register(app.Lifetime.StopApplication);
            await app.WaitForShutdownAsync(CancellationToken.None);
            return ExitCode.Ok;
        }
    }

    /// <summary>An option that can't be kept, in words for people: .NET adds the name of a parameter, which means nothing to them.</summary>
    internal static CliFailure BadOptions(ArgumentException e) =>
        CliFailure.Usage(e.Message.Split(" (Parameter '")[0]);

    private static async Task StopWithInputAsync(IHostApplicationLifetime lifetime, CliConsole console)
    {
        while (await console.In.ReadLineAsync() is not null)
        {
            // Only its end is of interest.
        }

        lifetime.StopApplication();
    }
}
