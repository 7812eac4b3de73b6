namespace Kairos.Dispatch;

/// <summary>Lets work that is not urgent wait until a burst that was released has started.</summary>
/// <remarks>On two cores, a completion batch that begins amid 10,000 starts takes half of the machine from the rest of them.</remarks>
internal sealed class Calm(TimeProvider time)
{
    // Handlers that block could hold the last start of a burst back for long; ends of runs must not wait for that.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);
    private const int BurstSize = 64;

    private Volley? _burst;

    /// <summary>A release begins. On the timer thread.</summary>
    internal void Watch(Volley volley)
    {
        if (volley.Count >= BurstSize)
        {
            Volatile.Write(ref _burst, volley);
        }
    }

    internal async ValueTask WaitAsync()
    {
        if (Volatile.Read(ref _burst) is not { } burst)
        {
            return;
        }

        if (!burst.Begun.IsCompleted)
        {
            await Task.WhenAny(burst.Begun, Task.Delay(s_patience, time));
        }

        // It is not kept longer than it is needed.
        Interlocked.CompareExchange(ref _burst, null, burst);
    }
}
