using System.Diagnostics;
using System.Runtime.InteropServices;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Waits to the microsecond: coarse and interruptible, then by the kernel's timer, then spinning.</summary>
/// <remarks>
/// Measured on 2 cores: Task.Delay of the time left returns early in a third of waits and is 4 ms late at p99;
/// clock_nanosleep to an absolute instant with 1 ns of slack is 0.1 ms late at p50; with 200 us of spin, 1 us. A worker of
/// the thread pool begins some 50 us after that. Keeping one awake over the last moment, spinning too, made that 15 us at p50
/// and a millisecond at p99: the kernel wakes it on the timer's own core, where each then waits for the other's slice to end.
/// </remarks>
internal sealed partial class PreciseAlarm(EngineClock clock) : Alarm
{
    private const long FineMicros = 3_000;
    private const long SpinMicros = 200;
    private const long SpinWindowMicros = 1_000_000;
    private const long SpinBudgetMicros = SpinWindowMicros / 10;
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const int SetTimerSlack = 29;

    private readonly AutoResetEvent _wake = new(false);
    private bool _slackSet;
    private long _windowStart;
    private long _spun;

    internal override void Wait(Instant until)
    {
        long left = Left(clock, until).Ticks / TimeSpan.TicksPerMicrosecond;
        if (left <= 0)
        {
            return;
        }

        // Less than a whole millisecond above the fine part would be a wait of none, again and again.
        if (left >= FineMicros + 1_000)
        {
            _wake.WaitOne((int)((left - FineMicros) / 1_000));
            return;
        }

        bool spin = MaySpin();
        Sleep(left - (spin ? SpinMicros : 0));
        if (spin)
        {
            Spin(until);
        }
    }

    internal override void Wake() => SetUnlessGone(_wake);

    public override void Dispose() => _wake.Dispose();

    // Above a tenth of the time the spinning would cost more than the microseconds are worth.
    private bool MaySpin()
    {
        long now = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        if (now - _windowStart > SpinWindowMicros)
        {
            (_windowStart, _spun) = (now, 0);
        }

        return _spun < SpinBudgetMicros;
    }

    private void Spin(Instant until)
    {
        long begun = Stopwatch.GetTimestamp();

        // Bounded: a wall clock that steps back while we spin must not hold a core.
        long most = begun + (2 * SpinMicros * (Stopwatch.Frequency / 1_000_000));
        while (clock.Now < until && Stopwatch.GetTimestamp() < most)
        {
            Thread.SpinWait(1);
        }

        _spun += (Stopwatch.GetTimestamp() - begun) / (Stopwatch.Frequency / 1_000_000);
    }

    private void Sleep(long micros)
    {
        if (micros <= 0)
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            // No absolute sleep there: whole milliseconds down, and the caller looks again.
            Thread.Sleep((int)(micros / 1_000));
            return;
        }

        if (!_slackSet)
        {
            // The default of 50 us is what the kernel may be late by to save power.
            _ = ProcessControl(SetTimerSlack, 1, 0, 0, 0);
            _slackSet = true;
        }

        // Stopwatch counts CLOCK_MONOTONIC in nanoseconds on Linux.
        long target = Stopwatch.GetTimestamp() + (micros * 1_000);
        Timespec spec = new() { Seconds = target / 1_000_000_000, Nanoseconds = target % 1_000_000_000 };
        const int Interrupted = 4;
        while (ClockNanosleep(ClockMonotonic, AbsoluteTime, in spec, 0) == Interrupted)
        {
            // A signal; the target is absolute, so it is simply waited for again.
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
