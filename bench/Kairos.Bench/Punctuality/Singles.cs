using System.Diagnostics;
using Kairos.Time;

namespace Kairos.Bench.Punctuality;

/// <summary>One job at a time, in turns with the bare timer, so that whatever else the machine does hits both alike.</summary>
internal static class Singles
{
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(40);

    /// <summary>So many jobs of the engine and as many waits of the bare timer, each midway between two of the other.</summary>
    internal static async Task<(Sample Engine, Sample Bare)> RunAsync(Bursts bursts, int count)
    {
        Instant now = bursts.Now;
        long bareNow = Stopwatch.GetTimestamp();
        TimeSpan ahead = TimeSpan.FromSeconds(1);
        long[] waits = [.. Enumerable.Range(0, count).Select(i => bareNow + (100 * (ahead + ((i + 0.5) * s_apart)).Ticks))];
        Instant[] due = [.. Enumerable.Range(0, count).Select(i => now + ahead + (i * s_apart))];
        double[] bare = new double[count];
        Thread timer = new(() => Wait(waits, bare)) { IsBackground = true };
        timer.Start();
        Sample engine = await bursts.RunAsync(due);
        timer.Join();
        return (engine, new Sample(bare));
    }

    private static void Wait(long[] instants, double[] late)
    {
        PreciseSleep.SetSlack();
        for (int i = 0; i < instants.Length; i++)
        {
            PreciseSleep.Until(instants[i]);
            late[i] = (Stopwatch.GetTimestamp() - instants[i]) / 1e6;
        }
    }
}
