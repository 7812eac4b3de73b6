using System.Diagnostics;
using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests;

/// <summary>The wall clock of a worker, moved by a preloaded library; the test's own stays as it is.</summary>
internal sealed class SteppedClock
{
    private readonly string _library;
    private readonly string _file;
    private TimeSpan _offset;

    private SteppedClock(string folder)
    {
        _library = Path.Combine(folder, "clockshim.so");
        _file = Path.Combine(folder, "offset.bin");
        File.WriteAllBytes(_file, new byte[sizeof(long)]);
    }

    /// <summary>What a worker needs in its environment to live by this clock.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = _library,
        ["KAIROS_CLOCK_OFFSET"] = _file,
    };

    /// <summary>What the worker's clock shows, in microseconds.</summary>
    public long Shown => Micros(TimeProvider.System.GetUtcNow() + _offset - DateTimeOffset.UnixEpoch);

    /// <summary>The steady clock, which is the same in all processes of a machine.</summary>
    public static long Steady => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public static async Task<SteppedClock> MakeAsync(string folder)
    {
        SteppedClock clock = new(folder);
        await Tool.RunAsync("gcc", "-O2", "-shared", "-fPIC", "-o", clock._library, Path.Combine(AppContext.BaseDirectory, "Shim", "clockshim.c"), "-ldl");
        return clock;
    }

    /// <summary>Steps the clock, for all that live by it, in one write.</summary>
    public void Step(TimeSpan by)
    {
        _offset += by;
        using FileStream file = new(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(BitConverter.GetBytes(_offset.Ticks * 100));
    }

    public static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
