using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Cron;

namespace Kairos.Laws.Tests;

/// <summary>The zones of the requirement, with instants worked out by hand from the zones' own history.</summary>
public sealed class ZoneExampleTests
{
    /// <summary>Gaps: what falls into one is due at its end, several at once.</summary>
    [Theory]
    // Half an hour, 02:00 to 02:30, from +10:30 to +11.
    [InlineData("Australia/Lord_Howe", "10,20 2 * * *", "2026-10-03T12:00Z", "2026-10-03T15:30Z", "2026-10-04T15:10Z")]
    [InlineData("Australia/Lord_Howe", "*/10 2 * * *", "2026-10-03T15:00Z", "2026-10-03T15:30Z", "2026-10-03T15:40Z")]
    // A quarter of an hour at once, at the new year: 00:00 to 00:15, from +5:30 to +5:45.
    [InlineData("Asia/Kathmandu", "5 0 * * *", "1985-12-31T12:00Z", "1985-12-31T18:30Z", "1986-01-01T18:20Z")]
    [InlineData("Asia/Kathmandu", "0 12 * * *", "1985-12-31T00:00Z", "1985-12-31T06:30Z", "1986-01-01T06:15Z")]
    // A whole day is missing, from 2011-12-29 24:00 at -10 to 2011-12-31 00:00 at +14.
    [InlineData("Pacific/Apia", "0 9 * * *", "2011-12-29T12:00Z", "2011-12-29T19:00Z", "2011-12-30T10:00Z")]
    [InlineData("Pacific/Apia", "0 9 30 12 *", "2011-12-01T00:00Z", "2011-12-30T10:00Z", "2012-12-29T19:00Z")]
    [InlineData("Pacific/Apia", "0 0 31 12 *", "2011-12-01T00:00Z", "2011-12-30T10:00Z", "2012-12-30T10:00Z")]
    // A gap that begins at midnight: 00:00 to 01:00, from +2 to +3.
    [InlineData("Asia/Amman", "30 0 * * *", "2017-03-30T12:00Z", "2017-03-30T22:00Z", "2017-03-31T21:30Z")]
    [InlineData("America/Sao_Paulo", "0 0 * * *", "2018-11-03T12:00Z", "2018-11-04T03:00Z", "2018-11-05T02:00Z")]
    [InlineData("America/New_York", "30 2 * * *", "2026-03-07T12:00Z", "2026-03-08T07:00Z", "2026-03-09T06:30Z")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    // Back to +1 after Ramadan.
    [InlineData("Africa/Casablanca", "30 2 * * *", "2024-04-13T12:00Z", "2024-04-14T02:00Z", "2024-04-15T01:30Z")]
    [InlineData("Europe/Moscow", "30 2 * * *", "2011-03-26T12:00Z", "2011-03-26T23:00Z", "2011-03-27T22:30Z")]
    public void What_falls_into_a_gap_is_due_at_its_end(string zone, string expression, string after, string first, string second) =>
        Dues(zone, expression, after, 2).ShouldBe([At(first), At(second)]);

    /// <summary>Overlaps: the first pass alone, unless a field of the time goes over several values.</summary>
    [Theory]
    // 02:00 at +11 turns back to 01:30 at +10:30.
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T12:00Z", "2026-04-04T14:45Z", "2026-04-05T15:15Z")]
    [InlineData("Australia/Lord_Howe", "45 * * * *", "2026-04-04T14:40Z", "2026-04-04T14:45Z", "2026-04-04T15:15Z")]
    // 01:00 at +3 turns back to 00:00 at +2.
    [InlineData("Asia/Amman", "30 0 * * *", "2014-10-30T12:00Z", "2014-10-30T21:30Z", "2014-10-31T22:30Z")]
    [InlineData("Asia/Amman", "30 */3 * * *", "2014-10-30T21:00Z", "2014-10-30T21:30Z", "2014-10-30T22:30Z")]
    // 02:00 at +4 turns back to 01:00 at +3, and stays.
    [InlineData("Europe/Moscow", "30 1 * * *", "2014-10-25T12:00Z", "2014-10-25T21:30Z", "2014-10-26T22:30Z")]
    [InlineData("Europe/Moscow", "30 0-2 * * *", "2014-10-25T21:00Z", "2014-10-25T21:30Z", "2014-10-25T22:30Z")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("Europe/Dublin", "0,30 1-1 * * *", "2026-10-25T00:10Z", "2026-10-25T00:30Z", "2026-10-25T01:00Z")]
    // 03:00 at +1 turns back to 02:00 at 0 for Ramadan.
    [InlineData("Africa/Casablanca", "30 2 * * *", "2024-03-09T12:00Z", "2024-03-10T01:30Z", "2024-03-11T02:30Z")]
    // The last hour of 1985 comes twice; the next match after it is eleven months away.
    [InlineData("Africa/Casablanca", "0 * * 12 *", "1985-12-31T22:30Z", "1985-12-31T23:00Z", "1986-12-01T00:00Z")]
    [InlineData("Africa/Casablanca", "30 * * * *", "2024-03-10T01:00Z", "2024-03-10T01:30Z", "2024-03-10T02:30Z")]
    [InlineData("America/New_York", "30 1 * * *", "2026-10-31T12:00Z", "2026-11-01T05:30Z", "2026-11-02T06:30Z")]
    [InlineData("America/New_York", "30 * * * *", "2026-11-01T05:00Z", "2026-11-01T05:30Z", "2026-11-01T06:30Z")]
    // 24:00 at -2 turns back to 23:00 at -3: the day before lasts 25 hours.
    [InlineData("America/Sao_Paulo", "30 23 * * *", "2019-02-16T12:00Z", "2019-02-17T01:30Z", "2019-02-18T02:30Z")]
    [InlineData("America/Sao_Paulo", "30 23 * * * *", "2019-02-17T01:00Z", "2019-02-17T01:23:30Z", "2019-02-17T02:23:30Z")]
    public void An_overlap_runs_once_or_twice(string zone, string expression, string after, string first, string second) =>
        Dues(zone, expression, after, 2).ShouldBe([At(first), At(second)]);

    /// <summary>Daily times know one pass only, and share the end of a gap.</summary>
    [Theory]
    [InlineData("America/New_York", "2026-10-31T12:00Z", "2026-11-01T05:30Z", "2026-11-02T06:30Z", 90)]
    [InlineData("Asia/Amman", "2014-10-30T12:00Z", "2014-10-30T21:30Z", "2014-10-31T22:30Z", 30)]
    [InlineData("Asia/Amman", "2017-03-30T12:00Z", "2017-03-30T22:00Z", "2017-03-31T21:30Z", 30)]
    [InlineData("Pacific/Apia", "2011-12-29T12:00Z", "2011-12-30T10:00Z", "2011-12-30T10:30Z", 30)]
    public void A_daily_time_is_due_once_a_day(string zone, string after, string first, string second, int minuteOfDay)
    {
        Trigger trigger = Trigger.Daily(zone, TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(minuteOfDay)));
        Instant due = trigger.Next(At(after)).ShouldNotBeNull();
        due.ShouldBe(At(first));
        trigger.Next(due).ShouldBe(At(second));
    }

    private static Instant[] Dues(string zone, string expression, string after, int count)
    {
        CronExpression cron = CronExpression.Parse(expression);
        Instant at = At(after);
        Instant[] dues = new Instant[count];
        for (int i = 0; i < count; i++)
        {
            dues[i] = at = cron.Next(at, zone).ShouldNotBeNull();
        }

        return dues;
    }

    private static Instant At(string text) => Instant.TryParse(text, out Instant instant) ? instant : throw new FormatException(text);
}
