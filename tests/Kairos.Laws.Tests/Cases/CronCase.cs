using Kairos.Time;
using Kairos.Triggers.Cron;

namespace Kairos.Laws.Tests.Cases;

/// <summary>An expression, a zone and the instant to look from.</summary>
internal sealed record CronCase(CronSpec Spec, ZoneFacts Zone, Instant After)
{
    private CronExpression? _expression;

    internal CronExpression Expression => _expression ??= CronExpression.Parse(Spec.Text, Spec.Seed);

    internal static CronCase Draw(Chance chance)
    {
        CronSpec spec = CronChance.Draw(chance);
        ZoneFacts zone = InstantChance.Zone(chance);
        return new CronCase(spec, zone, InstantChance.At(chance, zone));
    }

    /// <summary>What the engine answers.</summary>
    internal Instant? Ask(Instant after) => Expression.Next(after, Zone.Id);

    public override string ToString() => $"\"{Spec.Text}\"{(Spec.Seed is { } seed ? $" with seed {seed}" : "")} in {Zone} after {After}";
}
