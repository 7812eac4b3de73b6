namespace Kairos.Tests.Engine;

/// <summary>Holds up whoever comes by until it is opened, and tells when the first has come.</summary>
/// <remarks>Nobody is held for longer than 30 s of real time: a test that failed before it opened its latch ends with its own word, and does not hang at the end of its host.</remarks>
internal sealed class Latch
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody waits here; fails after 30 s of real time.</summary>
    internal Task Reached => _reached.Task.WaitAsync(s_patience, TimeProvider.System);

    internal Task PassAsync(CancellationToken ct = default)
    {
        _reached.TrySetResult();
        return _open.Task.WaitAsync(s_patience, TimeProvider.System, ct);
    }

    internal void Open() => _open.TrySetResult();
}
