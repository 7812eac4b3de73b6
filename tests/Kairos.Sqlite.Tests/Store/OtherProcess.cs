using System.Diagnostics;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>A second process over a store's file; its part is played by <see cref="StartupHook"/>.</summary>
internal sealed class OtherProcess : IDisposable
{
    public const string PathVariable = "KAIROS_TEST_STORE";
    public const string PartVariable = "KAIROS_TEST_PART";
    public const string Hold = "hold";
    public const string Fill = "fill";

    private readonly Process _process;

    /// <param name="part">Hold or Fill.</param>
    /// <param name="path">The database.</param>
    /// <param name="shell">What a shell does first, a limit say.</param>
    public OtherProcess(string part, string path, string shell = ":")
    {
        string assembly = typeof(OtherProcess).Assembly.Location;
        ProcessStartInfo start = new("/bin/sh", ["-c", $"{shell}; exec dotnet exec '{assembly}'"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        // The runtime maps a sparse file of gigabytes otherwise, which no file size limit lets through.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment[PathVariable] = path;
        start.Environment[PartVariable] = part;
        _process = Process.Start(start)!;
    }

    public async Task<string> LineAsync() => await _process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"The other process said nothing; it ended with {_process.ExitCode}.");

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
