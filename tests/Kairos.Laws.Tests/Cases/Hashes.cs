using System.Collections.Concurrent;
using Kairos.Time;
using Kairos.Triggers.Cron;

namespace Kairos.Laws.Tests.Cases;

/// <summary>What the engine draws for an <c>H</c>: asked of it once, through an expression in which nothing else is open.</summary>
/// <remarks>
/// Which value is drawn is the engine's choice, and no oracle knows it. That the same one is taken in every other expression
/// with that seed, and that it is one of the field's, is law.
/// </remarks>
internal static class Hashes
{
    internal const int Seeds = 48;

    // A Sunday, the first of the month, the year 2023: the first match of every field lies right behind.
    private static readonly Instant s_before = new Instant(1_672_531_200_000_000) - TimeSpan.FromMicroseconds(1);

    private static readonly ConcurrentDictionary<(FieldKind Kind, long Seed, int Step), int> s_drawn = new();

    /// <summary>The first value of <c>H</c>, or with a step of <c>H/n</c>.</summary>
    internal static int Drawn(FieldKind kind, long seed, int step) => s_drawn.GetOrAdd((kind, seed, step), static key => Ask(key.Kind, key.Seed, key.Step));

    private static int Ask(FieldKind kind, long seed, int step)
    {
        string hash = step == 0 ? "H" : $"H/{step}";
        string expression = kind.Name switch
        {
            "second" => $"{hash} 0 0 * * *",
            "minute" => $"{hash} 0 * * *",
            "hour" => $"0 {hash} * * *",
            "day-of-month" => $"0 0 {hash} 1 *",
            "month" => $"0 0 1 {hash} *",
            _ => $"0 0 * * {hash}",
        };
        Instant due = CronExpression.Parse(expression, seed).Next(s_before)
            ?? throw new ShouldAssertException($"'{expression}' with seed {seed} matches nothing");
        DateTimeOffset at = due.ToDateTimeOffset();
        int drawn = kind.Name switch
        {
            "second" => at.Second,
            "minute" => at.Minute,
            "hour" => at.Hour,
            "day-of-month" => at.Day,
            "month" => at.Month,
            _ => (int)at.DayOfWeek,
        };

        // Below the first step, or the steps would leave out what comes before.
        drawn.ShouldBeInRange(kind.First, step == 0 ? kind.LastOnceRound : Math.Min(kind.LastOnceRound, kind.First + step - 1), $"'{expression}' with seed {seed}");
        return drawn;
    }
}
