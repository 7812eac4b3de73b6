using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Oracles;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;
using Kairos.Triggers.Rules;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds for every cron expression, zone and instant.</summary>
internal sealed class CronLaws : ILaws
{
    private const int Steps = 4;
    private static readonly IOracle[] s_oracles = [new NaiveOracle(), new NCrontabOracle(), new QuartzOracle()];
    private static readonly TimeSpan s_microsecond = TimeSpan.FromMicroseconds(1);

    public void Check(Chance chance, Census census)
    {
        CronCase drawn = CronCase.Draw(chance);
        CronCensus.Count(drawn, census);
        if (Fault(drawn, census, chance) is { } fault)
        {
            CronCase least = Shrinking.Least(drawn, smaller => Fault(smaller, new Census(), new Chance(1, 1)) is not null);
            throw new ShouldAssertException($"{drawn}: {fault}\nThe smallest that is wrong too: {least}: {Fault(least, new Census(), new Chance(1, 1))}");
        }
    }

    /// <summary>What is wrong with the engine's answers; null for nothing.</summary>
    internal static string? Fault(CronCase drawn, Census census, Chance chance)
    {
        Instant? due = drawn.Ask(drawn.After);
        census.CountIf(due is null, "cron, never due");
        return Judged(drawn, drawn.After, due, census)
            ?? (due is { } instant ? Order(drawn, drawn.After, instant, chance) : null)
            ?? (chance.Percent(12) ? Chain(drawn, census, chance) : null)
            ?? Kept(drawn, due);
    }

    private static string? Judged(CronCase drawn, Instant after, Instant? due, Census census)
    {
        foreach (IOracle oracle in s_oracles)
        {
            Verdict verdict = oracle.Judge(drawn, after, due);
            census.Count(verdict.Kind switch
            {
                VerdictKind.LeftOut => $"left out by {oracle.Name}",
                _ => $"judged by {oracle.Name}",
            });
            if (verdict.Kind == VerdictKind.Differs)
            {
                return $"after {after} the engine says {due?.ToString() ?? "nothing"}, {oracle.Name} {verdict.Own}";
            }
        }

        return null;
    }

    // next(t) > t, and from any instant before it the next is the same: monotone, and nothing between.
    private static string? Order(CronCase drawn, Instant after, Instant due, Chance chance)
    {
        if (due <= after)
        {
            return $"{due} is not after {after}";
        }

        Instant between = new(chance.Between(after.Micros, due.Micros - 1));
        return drawn.Ask(between) != due ? $"from {between}, which lies before {due}, the next is {drawn.Ask(between)}"
            : drawn.Ask(due - s_microsecond) != due ? $"from right before {due} the next is {drawn.Ask(due - s_microsecond)}"
            : null;
    }

    // Step by step, each judged; and what comes after any instant among them is the rest of them.
    private static string? Chain(CronCase drawn, Census census, Chance chance)
    {
        census.Count("cron, followed step by step");
        List<Instant> chain = [];
        Instant at = drawn.After;
        while (chain.Count < Steps && drawn.Ask(at) is { } due)
        {
            if ((chain.Count > 0 ? Judged(drawn, at, due, census) : null) is { } fault)
            {
                return fault;
            }

            chain.Add(due);
            at = due;
        }

        if (chain.Count == 0)
        {
            return null;
        }

        Instant from = new(chance.Between(drawn.After.Micros, chain[^1].Micros));
        List<Instant> ranged = [.. chain.Where(due => due > from)];
        at = from;
        foreach (Instant expected in ranged)
        {
            if (drawn.Ask(at) is var due && due != expected)
            {
                return $"from {from} on, {expected} is expected and {due} comes";
            }

            at = expected;
        }

        return null;
    }

    // Print then parse is the identity, for the expression and for the stored form.
    private static string? Kept(CronCase drawn, Instant? due)
    {
        CronExpression printed = CronExpression.Parse(drawn.Expression.Text, drawn.Spec.Seed);
        if (!printed.Equals(drawn.Expression) || printed.Text != drawn.Expression.Text || printed.IsInterval != drawn.Spec.RunsInBothPasses)
        {
            return $"printed as '{drawn.Expression.Text}' it is another: '{printed.Text}'";
        }

        Trigger trigger = new CronTrigger(drawn.Expression) { Zone = drawn.Zone.Id }.Seeded(drawn.Spec.Seed);
        try
        {
            _ = StoredLaws.Reloaded(trigger, TriggerState.After(drawn.After), due);
            return null;
        }
        catch (Exception failure) when (failure is ShouldAssertException or TriggerFormatException)
        {
            return failure.Message;
        }
    }
}
