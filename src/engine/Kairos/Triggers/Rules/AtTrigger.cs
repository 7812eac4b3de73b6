using Kairos.Time;

namespace Kairos.Triggers.Rules;

/// <summary>Due once.</summary>
/// <param name="Due">The instant.</param>
public sealed record AtTrigger(Instant Due) : Trigger
{
    internal override Instant? NextOfRule(Instant after) => Due > after ? Due : null;

    // Gone by is due at once, if it is open then at all.
    internal override Instant? First(Instant now) => Next(new Instant(Due.Micros - 1));
}
