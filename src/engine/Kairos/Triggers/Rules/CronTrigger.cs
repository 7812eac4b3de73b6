using Kairos.Time;
using Kairos.Triggers.Cron;

namespace Kairos.Triggers.Rules;

/// <summary>Due where a cron expression matches, in its zone.</summary>
/// <param name="Expression">What matches.</param>
public sealed record CronTrigger(CronExpression Expression) : Trigger
{
    /// <inheritdoc />
    public override bool NeedsSeed => Expression.NeedsSeed || base.NeedsSeed;

    internal override Instant? NextOfRule(Instant after) => Expression.Next(Offsets, after);

    /// <inheritdoc />
    public override Trigger Bound(long seed, Instant now) => Expression.NeedsSeed
        ? this with { Expression = Expression.WithSeed(Seed ?? seed), Seed = Seed ?? seed }
        : base.Bound(seed, now);
}
