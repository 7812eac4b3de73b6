namespace Kairos.Crash.Tests.Workers;

/// <summary>The programs that tests start: each is built into its own folder, beside that of the tests.</summary>
internal static class Programs
{
    public static string[] Worker { get; } = ["dotnet", "exec", Built("Kairos.Crash.Worker")];

    /// <summary>The command line.</summary>
    public static string[] Kairos { get; } = ["dotnet", "exec", Built("Kairos.Cli")];

    // artifacts/bin/PROJECT/CONFIGURATION
    private static string Built(string project)
    {
        DirectoryInfo here = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, project + ".dll");
    }
}
