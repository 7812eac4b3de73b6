using System.Diagnostics;

namespace Kairos.Lab.Chaos.Nodes;

/// <summary>Where a node can be told to kill itself.</summary>
internal enum CrashPoint
{
    /// <summary>A claim is about to be sent.</summary>
    BeforeArm,

    /// <summary>A claim that brought something was answered, and the engine does not know yet.</summary>
    ArmAnswered,

    /// <summary>A handler is about to be called.</summary>
    BeforeStart,

    /// <summary>A mark is committed, and its gate not passed.</summary>
    BehindMark,

    /// <summary>The effect behind a gate is on its way, and not answered.</summary>
    BehindGate,

    /// <summary>The end of an attempt is about to be sent.</summary>
    BeforeComplete,

    /// <summary>The end of an attempt is committed, and the engine does not know yet.</summary>
    CompleteCommitted,
}

/// <summary>Ends this process as kill -9 does, at a point that was armed from outside.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class CrashPoints
{
    private const int None = -1;
    private int _armed = None;

    internal void Arm(CrashPoint point) => Volatile.Write(ref _armed, (int)point);

    internal void Reach(CrashPoint point)
    {
        if (Volatile.Read(ref _armed) == (int)point)
        {
            Die();
        }
    }

    /// <summary>Does not return.</summary>
    internal static void Die()
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();

        // The signal is on its way: nothing more is to be done here.
        Thread.Sleep(Timeout.Infinite);
    }
}
