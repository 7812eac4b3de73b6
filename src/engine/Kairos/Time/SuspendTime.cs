using System.Runtime.InteropServices;

namespace Kairos.Time;

/// <summary>The system's time, but its timestamps go on while the machine sleeps: a lease must run out over a suspend too.</summary>
/// <remarks>
/// On Linux they are CLOCK_BOOTTIME in nanoseconds; on Windows the system's own, which count suspend; elsewhere the
/// system's, which may not. Waits and timers are the system's, and stand still while the machine sleeps.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed partial class SuspendTime : TimeProvider
{
    private const int ClockBoottime = 7;
    private const long NanosPerSecond = 1_000_000_000;

    private readonly bool _isBoottime = OperatingSystem.IsLinux() && ReadBoottime(out _);

    public override long TimestampFrequency => _isBoottime ? NanosPerSecond : System.TimestampFrequency;

    public override long GetTimestamp() => _isBoottime && ReadBoottime(out long nanos) ? nanos : System.GetTimestamp();

    private static unsafe bool ReadBoottime(out long nanos)
    {
        Timespec now;
        bool read = ClockGetTime(ClockBoottime, &now) == 0;
        nanos = read ? (now.Seconds * NanosPerSecond) + now.Nanoseconds : 0;
        return read;
    }

    // Some 25 ns, without a system call: the change of the thread's mode for the garbage collector would cost as much again.
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static unsafe partial int ClockGetTime(int clock, Timespec* now);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
