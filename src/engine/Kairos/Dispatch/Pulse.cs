using System.Threading.Channels;

namespace Kairos.Dispatch;

/// <summary>Wakes a loop: by whoever has something for it, and by a timer in case a call was lost. Calls in between count once.</summary>
internal sealed class Pulse : IDisposable
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;

    private readonly Action? _ticked;

    /// <param name="time">For the timer.</param>
    /// <param name="period">Of the timer.</param>
    /// <param name="ticked">Told by the timer as well, for what goes on beside the loop.</param>
    /// <param name="first">Until the timer ticks first; as long as its period unless told otherwise.</param>
    internal Pulse(TimeProvider time, TimeSpan period, Action? ticked = null, TimeSpan? first = null)
    {
        _ticked = ticked;
        _timer = time.CreateTimer(static s => ((Pulse)s!).Tick(), this, first ?? period, period);
    }

    internal void Call() => _calls.Writer.TryWrite(true);

    internal void Close() => _calls.Writer.TryComplete();

    /// <summary>False when it was closed.</summary>
    internal async ValueTask<bool> NextAsync()
    {
        if (!await _calls.Reader.WaitToReadAsync())
        {
            return false;
        }

        _calls.Reader.TryRead(out _);
        return true;
    }

    private void Tick()
    {
        _ticked?.Invoke();
        Call();
    }

    public void Dispose()
    {
        Close();
        _timer.Dispose();
    }
}
