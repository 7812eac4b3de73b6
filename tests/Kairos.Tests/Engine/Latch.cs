namespace Kairos.Tests.Engine;

/// <summary>Holds up whoever comes by until it is opened, and tells when the first has come.</summary>
internal sealed class Latch
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody waits here; fails after 30 s of real time.</summary>
    internal Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    internal Task PassAsync(CancellationToken ct = default)
    {
        _reached.TrySetResult();
        return _open.Task.WaitAsync(ct);
    }


    internal void Open() => _open.TrySetResult();
}
