using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;

namespace Kairos.Tests.Triggers;

public sealed class CronTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-20T10:00:00Z", "2026-11-20T10:01:00Z")]
    [InlineData("* * * * * *", "2026-11-20T10:00:00.5Z", "2026-11-20T10:00:01Z")]
    [InlineData("0 8 * * MON-FRI", "2026-11-20T10:00:00Z", "2026-11-23T08:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-11-20T10:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 L * *", "2026-11-20T10:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData("0 0 L-2 * *", "2026-11-20T10:00:00Z", "2026-11-28T00:00:00Z")]
    [InlineData("0 0 LW 2 *", "2026-11-20T10:00:00Z", "2027-02-26T00:00:00Z")]
    [InlineData("0 0 1W * *", "2026-07-20T10:00:00Z", "2026-08-03T00:00:00Z")]
    [InlineData("0 0 31W * *", "2026-01-20T10:00:00Z", "2026-01-30T00:00:00Z")]
    [InlineData("0 0 31W * *", "2026-02-01T10:00:00Z", "2026-03-31T00:00:00Z")]
    [InlineData("0 0 * * FRIL", "2026-11-20T10:00:00Z", "2026-11-27T00:00:00Z")]
    [InlineData("0 0 * * 5#5", "2026-11-20T10:00:00Z", "2027-01-29T00:00:00Z")]
    [InlineData("0 0 13 * 5", "2026-11-20T10:00:00Z", "2027-08-13T00:00:00Z")]
    [InlineData("0 22-1 * * *", "2026-11-20T22:30:00Z", "2026-11-20T23:00:00Z")]
    [InlineData("0 22-4/3 * * *", "2026-11-20T22:30:00Z", "2026-11-21T01:00:00Z")]
    [InlineData("0 0 * * 6-1", "2026-11-23T10:00:00Z", "2026-11-28T00:00:00Z")]
    [InlineData("0 0 30 2 *", "2026-11-23T10:00:00Z", null)]
    [InlineData("0 0 1 1 *", "2499-06-01T00:00:00Z", null)]
    [InlineData("0 0 1 1 *", "2498-06-01T00:00:00Z", "2499-01-01T00:00:00Z")]
    [InlineData("@weekly", "2026-11-20T10:00:00Z", "2026-11-22T00:00:00Z")]
    public void Next_in_utc(string expression, string after, string? expected)
    {
        Instant.TryParse(after, out Instant from).ShouldBeTrue();
        Instant? due = Instant.TryParse(expected, out Instant e) ? e : null;
        CronExpression.Parse(expression).Next(from).ShouldBe(due);
    }

    [Theory]
    [InlineData("61 * * * *", "minute", 0)]
    [InlineData("0 0 * * 8", "day-of-week", 8)]
    [InlineData("*/60 * * * *", "minute", 2)]
    [InlineData("0 1/24 * * *", "hour", 4)]
    [InlineData("0 0 1,L * *", "day-of-month", 6)]
    [InlineData("* * *", "expression", 5)]
    [InlineData("* * * * * * *", "expression", 12)]
    [InlineData("", "expression", 0)]
    [InlineData("@dayly", "expression", 0)]
    [InlineData("0 0 1 FOO *", "month", 6)]
    [InlineData("0 0 1- * *", "day-of-month", 6)]
    [InlineData("0 0 L-31 * *", "day-of-month", 6)]
    [InlineData("0 0 * * 5#6", "day-of-week", 10)]
    [InlineData("0 0 * * 1,5#2", "day-of-week", 11)]
    public void Faults(string expression, string field, int position)
    {
        CronExpression.TryParse(expression, null, out _, out TriggerFault? fault).ShouldBeFalse();
        fault.ShouldNotBeNull();
        (fault.Field, fault.Position).ShouldBe((field, position), fault.Message);
    }
}
