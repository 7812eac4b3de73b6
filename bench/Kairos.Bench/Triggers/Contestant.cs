using Kairos.Time;
using Kairos.Triggers.Cron;
using NCrontab;

namespace Kairos.Bench.Triggers;

/// <summary>One side of a row: the same work over and over, so many times.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Work">Does it as often as told.</param>
internal sealed record Contestant(string Name, Action<int> Work)
{
    // Two years of instants in no order: nobody's answer follows from the one before.
    private const int Starts = 512;
    private static readonly DateTimeOffset[] s_starts = [.. Enumerable.Range(0, Starts).Select(static i => new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).AddSeconds(i * 7_919_777L % 63_072_000))];
    private static readonly Instant[] s_instants = [.. s_starts.Select(Instant.From)];
    private static readonly DateTime[] s_dates = [.. s_starts.Select(static start => start.UtcDateTime)];

    /// <summary>Who can tell the next due instant in a zone, and has told the same as the others.</summary>
    internal static Contestant[] Next(CronRow row, string zone)
    {
        Kairos.Triggers.Trigger trigger = Kairos.Triggers.Trigger.Cron(row.Kairos, zone);
        List<Contestant> all = [Of("Kairos", i => trigger.Next(s_instants[i]))];
        if (row.NCrontab is not null && zone == "UTC")
        {
            CrontabSchedule schedule = CrontabSchedule.Parse(row.NCrontab);
            Agree(row, "NCrontab", i => schedule.GetNextOccurrence(s_dates[i]), trigger);
            all.Add(Of("NCrontab", i => schedule.GetNextOccurrence(s_dates[i])));
        }

        if (row.Quartz is not null)
        {
            Quartz.CronExpression schedule = Quartz.CronExpression.Parse(row.Quartz).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));
            if (zone == "UTC")
            {
                Agree(row, "Quartz", i => schedule.GetNextValidTimeAfter(s_starts[i])?.UtcDateTime, trigger);
            }

            all.Add(Of("Quartz", i => schedule.GetNextValidTimeAfter(s_starts[i])));
        }

        return [.. all];
    }

    /// <summary>Who can read the expression.</summary>
    internal static Contestant[] Parse(CronRow row)
    {
        List<Contestant> all = [Of("Kairos", _ => CronExpression.Parse(row.Kairos))];
        if (row.NCrontab is not null)
        {
            all.Add(Of("NCrontab", _ => CrontabSchedule.Parse(row.NCrontab)));
        }

        if (row.Quartz is not null)
        {
            all.Add(Of("Quartz", _ => Quartz.CronExpression.Parse(row.Quartz)));
        }

        return [.. all];
    }

    private static Contestant Of<T>(string name, Func<int, T> work) => new(name, times =>
    {
        for (int i = 0; i < times; i++)
        {
            _ = work(i % Starts);
        }
    });

    private static void Agree(CronRow row, string whose, Func<int, DateTime?> theirs, Kairos.Triggers.Trigger ours)
    {
        for (int i = 0; i < Starts; i++)
        {
            DateTime? own = ours.Next(s_instants[i])?.ToDateTimeOffset().UtcDateTime;
            if (theirs(i) != own)
            {
                throw new InvalidOperationException($"'{row.Kairos}' after {s_instants[i]}: {whose} says {theirs(i):o}, Kairos {own:o}; a comparison of unlike answers is none.");
            }
        }
    }
}
