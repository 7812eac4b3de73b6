using System.Diagnostics;
using Kairos.Bench.Storage;

namespace Kairos.Bench.Throughput;

/// <summary>How long something took, and how much of the processor this process used for it, all threads together.</summary>
internal readonly record struct Stint(double Seconds, double CpuSeconds)
{
    /// <summary>What the database did meanwhile, where it is another process.</summary>
    internal DatabaseWork? Database { get; init; }

    /// <summary>Of this process and of the database.</summary>
    internal double AllCpuSeconds => CpuSeconds + (Database?.CpuSeconds ?? 0);

    internal static Stint Of(Action work)
    {
        Watch watch = Watch.Start();
        work();
        return watch.Stop();
    }

    internal static async Task<Stint> OfAsync(Func<Task> work)
    {
        Watch watch = Watch.Start();
        await work();
        return watch.Stop();
    }

    private readonly record struct Watch(long Begun, TimeSpan Cpu)
    {
        internal static Watch Start()
        {
            // What an earlier measurement left to collect is not on this one's bill.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return new Watch(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        }

        internal Stint Stop() => new(Stopwatch.GetElapsedTime(Begun).TotalSeconds, (Environment.CpuUsage.TotalTime - Cpu).TotalSeconds);
    }
}
