namespace Kairos.Bench.Peers.Child;

/// <summary>Counts the handlers that have begun, and notes by how many milliseconds each was late.</summary>
internal sealed class Arrived
{
    private double[] _late = [];
    private int _begun;
    private int _noted;
    private TaskCompletionSource _all = new();

    /// <summary>Expects so many from now on. Ends when they have begun.</summary>
    internal Task Expect(int count)
    {
        (_late, _begun, _noted) = (new double[count], 0, 0);
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _all.Task;
    }

    /// <summary>The first statement of each handler.</summary>
    internal void Note(DateTimeOffset at)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        int begun = Interlocked.Increment(ref _begun);
        if (begun <= _late.Length)
        {
            _late[begun - 1] = (now - at).TotalMilliseconds;
        }

        // Counted again once it is written: the last to begin need not be the last to write.
        if (Interlocked.Increment(ref _noted) == _late.Length)
        {
            _all.TrySetResult();
        }
    }

    /// <summary>Of those expected last, each of which has begun once.</summary>
    internal IReadOnlyList<double> EachOnce() => _noted == _late.Length
        ? _late
        : throw new InvalidOperationException($"{_late.Length} handlers were expected and {_noted} began: this is no measurement.");
}
