namespace Kairos.Bench.Peers.Child;

/// <summary>Counts the handlers that have begun, and notes by how many milliseconds each was late.</summary>
internal sealed class Arrived
{
    private double[] _late = [];
    private int _count;
    private TaskCompletionSource _all = new();

    /// <summary>Of those expected last, all of which have begun.</summary>
    internal IReadOnlyList<double> LateMs => _late;

    /// <summary>Expects so many from now on. Ends when they have begun.</summary>
    internal Task Expect(int count)
    {
        (_late, _count) = (new double[count], 0);
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _all.Task;
    }

    /// <summary>The first statement of each handler.</summary>
    internal void Note(DateTimeOffset at)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        int count = Interlocked.Increment(ref _count);
        _late[count - 1] = (now - at).TotalMilliseconds;
        if (count == _late.Length)
        {
            _all.TrySetResult();
        }
    }
}
