namespace Kairos.Crash.Tests.Workers;

/// <summary>Runs a program of the system to its end.</summary>
internal static class Tool
{
    /// <returns>What it said on standard output.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(params string[] command)
    {
        using OtherProcess tool = OtherProcess.Start(command);
        int code = await tool.ExitAsync();
        return code == 0
            ? await tool.RestAsync()
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}: {tool.Errors}");
    }
}
