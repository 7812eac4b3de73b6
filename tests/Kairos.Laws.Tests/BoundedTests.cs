using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Kairos.Laws.Tests.Cases;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;

namespace Kairos.Laws.Tests;

/// <summary>Any input is answered, in bounded time: with an expression, or with a fault that says where.</summary>
public sealed class BoundedTests(ITestOutputHelper output)
{
    private static readonly string[] s_fields = ["second", "minute", "hour", "day-of-month", "month", "day-of-week", "expression"];

    private static readonly string[] s_pieces =
    [
        "*", "?", "/", "-", ",", "#", "L", "W", "LW", "L-", "H", "H/", "@", "@daily", "MON", "fri", "JAN", "0", "1", "7", "59", "60", "99999999999999999999",
        " ", "  ", "\t", "\n", "\0", "-1", "+1", "１", "é", "\u2028", "\uD800", "*/0", "*/60", "1-", "5#", "31W", "\u00A0",
    ];

    [Fact]
    public void Any_text_is_an_expression_or_a_fault_that_says_where()
    {
        int count = (int)Math.Min(int.MaxValue, Scale.Cases / 10);
        (int good, long start) = (0, Stopwatch.GetTimestamp());
        for (int number = 0; number < count; number++)
        {
            Chance chance = new(Scale.Seed, number);
            string text = chance.Percent(50) ? Mutated(chance) : string.Concat(Enumerable.Range(0, chance.Below(12)).Select(_ => chance.Pick(s_pieces)));
            good += IsAnswered(text, chance.Percent(50) ? chance.Below(100) : null) ? 1 : 0;
        }

        output.WriteLine($"{count} texts, {good} of them expressions, KAIROS_LAW_SEED={Scale.Seed}, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        good.ShouldBeInRange(count / 20, count - (count / 20));
    }

    /// <summary>FsCheck's own strings, which it makes shorter when one fails.</summary>
    [Fact]
    public void Any_string_is_answered() =>
        Prop.ForAll<string>(text => { IsAnswered(text ?? "", null); }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void A_long_text_is_answered_in_time_that_grows_with_it()
    {
        foreach (string piece in (string[])["*,", "1,", "H ", "1-", "/", " ", "L", "9"])
        {
            string text = string.Concat(Enumerable.Repeat(piece, 100_000));
            IsAnswered($"{text}", 1);
            IsAnswered($"0 0 {text}0 * *", 1);
        }
    }

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6,9,11 *")]
    [InlineData("0 0 31 FEB ?")]
    [InlineData("0 0 1W * SUN")]
    [InlineData("0 0 15W * SAT,SUN")]
    [InlineData("0 0 LW * SAT")]
    [InlineData("0 0 L-3W * SUN")]
    [InlineData("0 0 8-31 * MON#1")]
    [InlineData("0 0 1-21 * MONL")]
    [InlineData("0 0 1-28 2 5#5")]
    [InlineData("0 0 L-30 2,4,6,9,11 *")]
    [InlineData("0 0 31W 2,4,6,9,11 *")]
    [InlineData("* * * L-29 2 *")]
    [InlineData("0 0 L-0 * 1#1")]
    public void What_never_matches_is_found_to_be_never_due_without_allocation(string expression)
    {
        CronExpression cron = CronExpression.Parse(expression);
        foreach (ZoneFacts zone in ZoneFacts.All)
        {
            Instant from = Instant.From(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));

            // The first looks the zone's offsets up for all the years; they are kept.
            cron.Next(from, zone.Id).ShouldBeNull();
            long before = GC.GetAllocatedBytesForCurrentThread();
            cron.Next(from, zone.Id).ShouldBeNull();
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }

    [Fact]
    public void An_answer_needs_no_allocation()
    {
        for (int number = 0; number < 2_000; number++)
        {
            CronCase drawn = CronCase.Draw(new Chance(Scale.Seed, number));
            drawn.Ask(drawn.After);
            long before = GC.GetAllocatedBytesForCurrentThread();
            drawn.Ask(drawn.After);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0, drawn.ToString());
        }
    }

    // A good expression with a few of its characters taken away, changed or put in.
    private static string Mutated(Chance chance)
    {
        string text = CronChance.Draw(chance).Text;
        for (int i = chance.Below(4); i > 0; i--)
        {
            int at = chance.Below(text.Length + 1);
            int length = Math.Min(chance.Below(3), text.Length - at);
            text = string.Concat(text.AsSpan(0, at), chance.Percent(60) ? chance.Pick(s_pieces) : "", text.AsSpan(at + length));
        }

        return text;
    }

    private static bool IsAnswered(string text, long? seed)
    {
        if (CronExpression.TryParse(text, seed, out CronExpression? expression, out TriggerFault? fault))
        {
            CronExpression.Parse(expression.Text, seed).ShouldBe(expression, text);
            if (!expression.NeedsSeed)
            {
                Instant after = Instant.From(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
                (!(expression.Next(after) <= after)).ShouldBeTrue(text);
            }

            return true;
        }

        s_fields.ShouldContain(fault.Field, text);
        fault.Position.ShouldBeInRange(0, text.Length, text);
        fault.Message.ShouldNotBeNullOrWhiteSpace(text);
        return false;
    }
}
