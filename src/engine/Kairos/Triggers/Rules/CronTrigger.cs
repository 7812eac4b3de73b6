using Kairos.Time;
using Kairos.Triggers.Cron;

namespace Kairos.Triggers.Rules;

/// <summary>Due where a cron expression matches, in its zone.</summary>
public sealed record CronTrigger : Trigger
{
    /// <summary>Makes the rule. The seed of an expression that has drawn its <c>H</c> is the trigger's too, and stored with it.</summary>
    public CronTrigger(CronExpression expression) => (Expression, Seed) = (expression, expression.IsHashed ? expression.Seed : null);

    /// <summary>What matches.</summary>
    public CronExpression Expression { get; private init; }

    /// <inheritdoc />
    public override bool NeedsSeed => Expression.NeedsSeed || base.NeedsSeed;

    internal override Instant? NextOfRule(Instant after) => Expression.Next(Offsets, after);

    internal override Trigger Seeded(long? seed) => this with { Seed = seed, Expression = seed is { } given ? Expression.WithSeed(given) : Expression };
}
