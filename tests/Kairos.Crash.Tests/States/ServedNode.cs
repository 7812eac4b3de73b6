using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests.States;

/// <summary>The place of one server: a process, and the next as soon as that was killed.</summary>
/// <threadsafety>All members may be called at once; of faults it takes one after the other.</threadsafety>
internal sealed class ServedNode : IDisposable
{
    private const string Ready = "ready ";
    private readonly SemaphoreSlim _fault = new(1, 1);
    private readonly Func<OtherProcess> _start;
    private OtherProcess _process;
    private Task _up;
    private volatile Uri? _address;

    internal ServedNode(Func<OtherProcess> start)
    {
        _start = start;
        _process = start();
        _up = ReadyAsync();
    }

    /// <summary>Where it answers; null while it starts, and while it stands still.</summary>
    internal Uri? Address => _address;

    /// <summary>Ends when the process that is there answers.</summary>
    internal Task UpAsync() => Volatile.Read(ref _up);

    /// <summary>As <c>kill -9</c>; false when it is not up, or stands still.</summary>
    internal async Task<bool> TryKillAsync()
    {
        if (_address is null || !await _fault.WaitAsync(TimeSpan.Zero))
        {
            return false;
        }

        try
        {
            _address = null;
            _process.Kill();
            (await _process.ExitAsync()).ShouldBe(OtherProcess.Killed, $"It had ended by itself. {_process.Errors}");
            _process.Dispose();
            _process = _start();
            Volatile.Write(ref _up, ReadyAsync());
            return true;
        }
        finally
        {
            _fault.Release();
        }
    }

    /// <summary>Stops it in its tracks for a while.</summary>
    internal async Task FreezeAsync(TimeSpan span)
    {
        await _fault.WaitAsync();
        try
        {
            await UpAsync();
            Uri address = _address!;
            _address = null;
            _process.Freeze();
            await Task.Delay(span, TimeProvider.System);
            _process.Thaw();
            _address = address;
        }
        finally
        {
            _fault.Release();
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _fault.Dispose();
    }

    private async Task ReadyAsync() => _address = new Uri((await _process.LineAsync(Ready))[Ready.Length..]);
}
