using System.Runtime.InteropServices;

namespace Kairos.Crash.Worker;

/// <summary>Ends this process as <c>kill -9</c> does.</summary>
internal static partial class Death
{
    private const int Kill = 9;

    public static void Now() => _ = Signal(Environment.ProcessId, Kill);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
