using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;

namespace Kairos.Tests.Triggers;

public sealed class DailyTests
{
    private static readonly string[] s_times = ["00:00", "00:15", "00:30", "01:30", "02:00", "02:15", "02:30", "02:45", "03:00", "12:00", "23:30", "23:45"];

    private static readonly HashSet<TimeSpan> s_ofDay = [.. s_times.Select(t => Time(t).ToTimeSpan())];

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Dues(Trigger trigger, string after, int count)
    {
        List<string> dues = [];
        Instant? due = Instant.From(At(after));
        for (int i = 0; i < count && due is { } last; i++)
        {
            due = trigger.Next(last);
            dues.Add(due.ToString()![..16]);
        }

        return [.. dues];
    }

    [Theory]
    [InlineData("Asia/Shanghai", "20:10", "2026-11-20T12:09:59Z", "2026-11-20T12:10 2026-11-21T12:10")]
    [InlineData("Asia/Shanghai", "20:10", "2026-11-20T12:10:00Z", "2026-11-21T12:10 2026-11-22T12:10")]
    [InlineData("America/New_York", "02:30", "2026-03-07T00:00:00Z", "2026-03-07T07:30 2026-03-08T07:00 2026-03-09T06:30")]
    [InlineData("America/New_York", "01:30", "2026-10-31T12:00:00Z", "2026-11-01T05:30 2026-11-02T06:30")]
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-02T16:00:00Z", "2026-10-03T15:30 2026-10-04T15:15")]
    [InlineData("Australia/Lord_Howe", "01:45", "2026-04-03T20:00:00Z", "2026-04-04T14:45 2026-04-05T15:15")]
    [InlineData("Pacific/Apia", "12:00", "2011-12-28T23:00:00Z", "2011-12-29T22:00 2011-12-30T10:00 2011-12-30T22:00")]
    [InlineData("Asia/Amman", "00:30", "2022-02-23T12:00:00Z", "2022-02-23T22:30 2022-02-24T22:00 2022-02-25T21:30")]
    [InlineData("Asia/Amman", "00:30", "2022-10-26T12:00:00Z", "2022-10-26T21:30 2022-10-27T21:30 2022-10-28T21:30")]
    [InlineData("America/Sao_Paulo", "00:00", "2018-11-02T12:00:00Z", "2018-11-03T03:00 2018-11-04T03:00 2018-11-05T02:00")]
    [InlineData("UTC", "23:59", "2026-12-31T23:59:00Z", "2027-01-01T23:59 2027-01-02T23:59")]
    public void A_local_time_is_due_once_a_day_in_a_gap_at_its_end_and_in_an_overlap_at_the_first_pass(string zone, string time, string after, string dues) =>
        Dues(Trigger.Daily(zone, Time(time)), after, dues.Split(' ').Length).ShouldBe(dues.Split(' '));

    [Fact]
    public void Several_times_in_one_gap_become_one() =>
        Dues(Trigger.Daily("America/New_York", Time("02:00"), Time("02:15"), Time("02:45"), Time("03:00"), Time("03:30")), "2026-03-08T06:00:00Z", 3)
            .ShouldBe(["2026-03-08T07:00", "2026-03-08T07:30", "2026-03-09T06:00"]);

    [Fact]
    public void Times_are_taken_in_their_order_whatever_the_order_they_were_given_in() =>
        Dues(Trigger.Daily("UTC", Time("23:30"), Time("00:15"), Time("12:00"), Time("12:00")), "2026-01-01T00:15:00Z", 4)
            .ShouldBe(["2026-01-01T12:00", "2026-01-01T23:30", "2026-01-02T00:15", "2026-01-02T12:00"]);

    [Theory]
    [InlineData(Weekdays.Monday | Weekdays.Friday, "2026-11-20T12:10 2026-11-23T12:10 2026-11-27T12:10")]
    [InlineData(Weekdays.Sunday, "2026-11-22T12:10 2026-11-29T12:10")]
    public void Only_the_given_weekdays_of_the_zone_s_calendar_count(Weekdays days, string dues) =>
        Dues(new DailyTrigger("Asia/Shanghai", [Time("20:10")], days), "2026-11-20T00:00:00Z", dues.Split(' ').Length).ShouldBe(dues.Split(' '));

    [Fact]
    public void A_weekday_that_a_zone_skipped_is_due_at_the_end_of_the_gap() =>
        Dues(new DailyTrigger("Pacific/Apia", [Time("12:00")], Weekdays.Friday), "2011-12-24T00:00:00Z", 2).ShouldBe(["2011-12-30T10:00", "2012-01-05T22:00"]);

    [Theory]
    [InlineData("Asia/Shanghai", 2026)]
    [InlineData("America/New_York", 2026)]
    [InlineData("Europe/London", 2026)]
    [InlineData("Australia/Lord_Howe", 2026)]
    [InlineData("Pacific/Apia", 2011)]
    [InlineData("Asia/Amman", 2022)]
    [InlineData("Europe/Moscow", 2014)]
    [InlineData("Africa/Casablanca", 2026)]
    [InlineData("America/Sao_Paulo", 2018)]
    [InlineData("Antarctica/Troll", 2026)]
    [InlineData("Pacific/Kiritimati", 1994)]
    [InlineData("Asia/Kathmandu", 2026)]
    [InlineData("Africa/Cairo", 2024)]
    [InlineData("America/Santiago", 2025)]
    public void Over_a_year_every_due_instant_is_the_first_at_which_the_local_clock_has_reached_a_time(string zone, int year)
    {
        // The oracle walks the year by quarters of an hour, on which all changes fall, and looks at the local clock: it knows
        // nothing of gaps and overlaps.
        TimeSpan quarter = TimeSpan.FromMinutes(15);
        TimeZoneInfo info = LocalTimes.Zone(zone);
        DateTime from = new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        SortedSet<DateTime> expected = [];
        DateTime furthest = from + info.GetUtcOffset(from);
        for (DateTime utc = from + quarter; utc < from.AddYears(1); utc += quarter)
        {
            DateTime local = utc + info.GetUtcOffset(utc);
            if (local <= furthest)
            {
                continue;
            }

            bool jumped = local - furthest > quarter;
            if (jumped ? Reached(furthest, local) : s_ofDay.Contains(local.TimeOfDay))
            {
                expected.Add(utc);
            }

            furthest = local;
        }

        Trigger trigger = Trigger.Daily(zone, [.. s_times.Select(Time)]);
        List<DateTime> found = [];
        for (Instant? due = trigger.Next(Instant.From(new DateTimeOffset(from))); due is { } at && at.ToDateTimeOffset().UtcDateTime < from.AddYears(1); due = trigger.Next(at))
        {
            found.Add(at.ToDateTimeOffset().UtcDateTime);
        }

        found.ShouldBe(expected);
    }

    // Whether one of the times lies in (before, now].
    private static bool Reached(DateTime before, DateTime now)
    {
        for (DateTime day = before.Date; day <= now.Date; day = day.AddDays(1))
        {
            if (s_times.Select(t => day + Time(t).ToTimeSpan()).Any(t => t > before && t <= now))
            {
                return true;
            }
        }

        return false;
    }

    [Fact]
    public void At_both_ends_of_time_it_answers_without_failing()
    {
        Trigger daily = Trigger.Daily("America/New_York", Time("12:00"));
        daily.Next(Instant.Min).ShouldNotBeNull();
        daily.Next(Instant.Max).ShouldBeNull();
        Instant last = default;
        for (Instant? due = daily.Next(Instant.Max - TimeSpan.FromDays(60)); due is { } at; due = daily.Next(at))
        {
            last = at;
        }

        last.ShouldBeLessThan(Instant.Max);
    }

    [Fact]
    public void Going_over_missed_days_counts_them_and_finds_what_follows()
    {
        Trigger daily = Trigger.Daily("UTC", Time("12:00"), Time("23:30"));
        Instant first = Instant.From(At("2026-01-01T12:00:00Z"));
        daily.Pass(first, Instant.From(At("2026-01-03T12:00:00Z"))).ShouldBe<(long, Instant)>((5, Instant.From(At("2026-01-03T12:00:00Z"))));
    }

    [Fact]
    public void Two_rules_that_say_the_same_are_equal()
    {
        DailyTrigger one = new("Asia/Shanghai", [Time("12:00"), Time("23:30")], Weekdays.All);
        DailyTrigger same = new("Asia/Shanghai", [Time("23:30"), Time("12:00"), Time("12:00")], Weekdays.All);
        one.ShouldBe(same);
        one.GetHashCode().ShouldBe(same.GetHashCode());
        one.ShouldNotBe(new DailyTrigger("UTC", one.Times, Weekdays.All));
        one.ShouldNotBe(new DailyTrigger("Asia/Shanghai", one.Times, Weekdays.Friday));
        one.ShouldNotBe(new DailyTrigger("Asia/Shanghai", [Time("12:00")], Weekdays.All));
    }

    [Fact]
    public void What_can_not_be_a_rule_is_refused_with_the_remedy()
    {
        Should.Throw<ArgumentException>(() => Trigger.Daily("UTC")).Message.ShouldContain("at least one time of the day");
        Should.Throw<ArgumentException>(() => new DailyTrigger("UTC", [Time("12:00")], Weekdays.None)).Message.ShouldContain("at least one weekday");
        foreach (string odd in (string[])["localtime", "utc", "posix/UTC", "right/UTC", "China Standard Time", "../UTC", ""])
        {
            Should.Throw<ArgumentException>(() => Trigger.Daily(odd, Time("12:00"))).Message.ShouldContain("use an IANA id");
        }

        Should.Throw<ArgumentException>(() => Trigger.Daily("Mars/Olympus", Time("12:00"))).Message.ShouldContain("use an IANA id such as Asia/Shanghai");
    }
}
