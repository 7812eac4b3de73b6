using Kairos.Testing;

namespace Kairos.Tests.Targets;

/// <summary>Manual time that jumps to the end of each wait.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private readonly ManualTime _inner = new();

    public override long TimestampFrequency => _inner.TimestampFrequency;

    internal void Advance(TimeSpan span) => _inner.Advance(span);

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override long GetTimestamp() => _inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _inner.Advance(dueTime);
        return _inner.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
