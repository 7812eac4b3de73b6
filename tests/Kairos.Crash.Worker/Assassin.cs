using System.Globalization;

namespace Kairos.Crash.Worker;

/// <summary>Kills this process within a call: some way into the n-th one of a phase, while many jobs are in flight.</summary>
internal sealed class Assassin
{
    /// <summary>Where to kill: <c>arm:7</c> is within the seventh arm.</summary>
    public const string OrderVariable = "KAIROS_KILL_AT";

    /// <summary>Fewer jobs in flight are not worth a kill.</summary>
    public const int LeastLive = 100;

    private const int MostMicrosIn = 3_000;

    private readonly Gauges _gauges;
    private readonly Phase _phase;
    private readonly AutoResetEvent _pass = new(false);
    private int _toGo;

    private Assassin(Gauges gauges, Phase phase, int pass)
    {
        (_gauges, _phase, _toGo) = (gauges, phase, pass);
        gauges.Began = Began;
        new Thread(Lurk) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
    }

    public static void Hire(Gauges gauges)
    {
        if (Environment.GetEnvironmentVariable(OrderVariable) is { } order)
        {
            string[] parts = order.Split(':');
            _ = new Assassin(gauges, Enum.Parse<Phase>(parts[0], ignoreCase: true), int.Parse(parts[1], CultureInfo.InvariantCulture));
        }
    }

    private void Began(Phase phase)
    {
        if (phase == _phase && _gauges.Live >= LeastLive && Interlocked.Decrement(ref _toGo) <= 0)
        {
            _pass.Set();
        }
    }

    private void Lurk()
    {
        TimeProvider time = TimeProvider.System;
        while (true)
        {
            _pass.WaitOne();
            TimeSpan wait = TimeSpan.FromMicroseconds(Random.Shared.Next(MostMicrosIn));
            long begun = time.GetTimestamp();
            while (time.GetElapsedTime(begun) < wait)
            {
                Thread.SpinWait(8);
            }

            // A call that was over sooner is let go; the next one is followed by another wait.
            if (_gauges.Open(_phase) > 0 && _gauges.Live >= LeastLive)
            {
                Death.Now();
            }
        }
    }
}
