using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>Due once.</summary>
/// <param name="Due">The instant.</param>
public sealed record AtTrigger(Instant Due) : Trigger
{
    /// <inheritdoc />
    public override Instant? Next(Instant after) => Due > after ? Due : null;

    internal override Instant? First(Instant now) => Due;
}
