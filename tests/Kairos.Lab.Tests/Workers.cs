namespace Kairos.Lab.Tests;

/// <summary>The program beside these tests.</summary>
internal static class Workers
{
    /// <summary>artifacts/bin/project/configuration: the worker's is beside ours.</summary>
    public static string Path
    {
        get
        {
            string ours = System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            string configuration = System.IO.Path.GetFileName(ours);
            return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(ours)!)!, "Kairos.Lab.Worker", configuration, "Kairos.Lab.Worker.dll");
        }
    }
}
