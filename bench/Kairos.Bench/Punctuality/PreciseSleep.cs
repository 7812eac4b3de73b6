using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kairos.Bench.Punctuality;

/// <summary>The bare timer: the kernel's absolute sleep to 200 us before the instant, with 1 ns of slack, then a spin.</summary>
/// <remarks>Written apart from the engine's own, which it is a yardstick for. Linux only; for a thread of its own.</remarks>
internal static partial class PreciseSleep
{
    private const long SpinNanoseconds = 200_000;
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const int Interrupted = 4;
    private const int SetTimerSlack = 29;

    /// <summary>To be called once on the thread that is going to sleep.</summary>
    internal static void SetSlack()
    {
        if (ProcessControl(SetTimerSlack, 1, 0, 0, 0) != 0)
        {
            throw new InvalidOperationException("The kernel refused a timer slack of 1 ns: the bare timer can't be measured here.");
        }
    }

    /// <summary>Returns at the instant, in nanoseconds of the stopwatch.</summary>
    internal static void Until(long instant)
    {
        long coarse = instant - SpinNanoseconds;
        Timespec target = new() { Seconds = coarse / 1_000_000_000, Nanoseconds = coarse % 1_000_000_000 };
        while (ClockNanosleep(Monotonic, Absolute, in target, 0) == Interrupted)
        {
            // A signal came in between; the target is absolute.
        }

        while (Stopwatch.GetTimestamp() < instant)
        {
            Thread.SpinWait(1);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockNanosleep(int clock, int flags, in Timespec request, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ProcessControl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
