using Kairos.Dispatch;
using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>What a thread of its own sleeps on between two pieces of work: no thread of the pool is needed to wake it.</summary>
internal sealed class Rest(EngineClock clock) : IDisposable
{
    private readonly AutoResetEvent _wake = new(false);

    /// <summary>Returns when the steady clock shows <paramref name="steady"/>, or when woken, or earlier: the caller looks again.</summary>
    internal void Until(Instant steady)
    {
        if (!clock.IsReal)
        {
            ProviderAlarm.WaitFor(clock, () => steady - clock.Steady, _wake);
            return;
        }

        TimeSpan left = steady - clock.Steady;
        if (left > TimeSpan.Zero)
        {
            _wake.WaitOne((int)Math.Ceiling(left.TotalMilliseconds));
        }
    }

    /// <summary>Ends the rest that is, or the next one.</summary>
    internal void Wake() => _wake.Set();

    public void Dispose() => _wake.Dispose();
}
