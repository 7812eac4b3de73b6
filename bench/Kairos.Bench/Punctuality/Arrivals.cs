namespace Kairos.Bench.Punctuality;

/// <summary>By how much each of a burst's handlers began late, and when the last had begun.</summary>
internal sealed class Arrivals(int most)
{
    private readonly double[] _lateness = new double[most];
    private readonly double[] _unsure = new double[most];
    private int _expected;
    private int _arrived;
    private TaskCompletionSource _all = new();

    /// <summary>Expects so many from now on. Ends when they are here.</summary>
    internal Task Expect(int count)
    {
        (_expected, _arrived) = (count, 0);
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _all.Task;
    }

    /// <summary>Notes a lateness in milliseconds; the clock was read in the handler's first statement. Negative is early.</summary>
    /// <param name="lateness">Of one handler.</param>
    /// <param name="unsure">By how many milliseconds its node was unsure of the clock by which it starts jobs.</param>
    internal void Note(double lateness, double unsure = 0)
    {
        int arrived = Interlocked.Increment(ref _arrived);
        (_lateness[arrived - 1], _unsure[arrived - 1]) = (lateness, unsure);
        if (arrived == _expected)
        {
            _all.TrySetResult();
        }
    }

    /// <summary>Of those expected last, all of which are here.</summary>
    internal Sample Sample() => new(_lateness.Take(_expected));

    /// <summary>Of those expected last, all of which are here: how unsure their nodes were of the clock.</summary>
    internal Sample Unsure() => new(_unsure.Take(_expected));
}
