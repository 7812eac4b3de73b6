using System.Runtime.InteropServices;

namespace Kairos.Lab.Chaos;

/// <summary>Stops a process in its tracks, and lets it go on. Linux.</summary>
internal static partial class Signal
{
    private const int Continue = 18;
    private const int Stop = 19;

    internal static void Freeze(int process) => Send(process, Stop);

    internal static void Thaw(int process) => Send(process, Continue);

    private static void Send(int process, int signal)
    {
        // One that has ended meanwhile is neither frozen nor thawed: its end is seen by whoever waits for it.
        _ = Kill(process, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
