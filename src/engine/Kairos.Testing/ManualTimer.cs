namespace Kairos.Testing;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
internal sealed class ManualTimer(ManualTime time, Action callback, long number) : ITimer
{
    internal static readonly IComparer<ManualTimer> ByDue = Comparer<ManualTimer>.Create(static (a, b) =>
        a.Due != b.Due ? Nullable.Compare(a.Due, b.Due) : a.Number.CompareTo(b.Number));

    private long Number { get; } = number;

    internal TimeSpan? Due { get; private set; }

    internal TimeSpan Period { get; private set; }

    internal bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => time.Set(this, dueTime, period);

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    internal void Plan(TimeSpan? due, TimeSpan period) =>
        (Due, Period) = (due, period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period);

    internal void Fire() => callback();

    internal void FireNow()
    {
        if (time.TryRequeue(this))
        {
            callback();
        }
    }
}
