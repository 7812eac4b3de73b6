using System.Diagnostics;

namespace Kairos.Lab.Databases;

/// <summary>A program that is run to its end.</summary>
internal static class Command
{
    /// <summary>Runs it and returns what it said on standard output.</summary>
    /// <exception cref="InvalidOperationException">It could not be started or failed; the message holds what it said.</exception>
    internal static async Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        using Process process = new() { StartInfo = Describe(command) };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"'{command[0]}' could not be started: {e.Message}. Install it, or put it on PATH.", e);
        }

        process.StandardInput.Close();
        Task<string> said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0
            ? await said
            : throw new InvalidOperationException($"'{string.Join(' ', command)}' failed with exit code {process.ExitCode}:\n{await said}{await complained}");
    }

    /// <summary>With all streams in our hands, in a folder that every user may enter, and nothing said to PostgreSQL's tools behind our back.</summary>
    internal static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
