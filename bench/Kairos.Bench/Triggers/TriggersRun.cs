using System.Diagnostics;
using Kairos.Bench.Reporting;

namespace Kairos.Bench.Triggers;

/// <summary>What a next due instant and the reading of an expression cost, against NCrontab and Quartz in the same rounds; and what many grids at one instant cost.</summary>
internal static class TriggersRun
{
    // Long enough that the clock's grain does not show, short enough that all sides of a round meet the same machine.
    private static readonly TimeSpan s_batch = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(150);

    internal static void Run(Report report, int rounds)
    {
        // Once for nothing: what is common to all rows is compiled by then.
        _ = Measure(Contestant.Next(CronRow.All[0], CronRow.Zones[0]), rounds);
        int rows = 0;
        int ahead = 0;
        foreach (CronRow row in CronRow.All)
        {
            foreach (string zone in CronRow.Zones)
            {
                Tell($"next of \"{row.Kairos}\" in {zone}", Contestant.Next(row, zone), mayAllocate: false);
            }

            Tell($"reading \"{row.Kairos}\"", Contestant.Parse(row), mayAllocate: true);
        }

        foreach (string zone in CronRow.Zones)
        {
            Tell($"state and next change of a weekly grid in {zone}", GridRow.Of(zone), mayAllocate: false);
        }

        report.Judge("ahead in every row", ahead == rows, "all rows", ("rows", rows), ("ahead", ahead));

        void Tell(string name, Contestant[] contestants, bool mayAllocate)
        {
            if (contestants.Length == 1)
            {
                return;
            }

            Cost[] costs = Measure(contestants, rounds);
            bool met = costs[1..].All(other => costs[0].Nanoseconds < other.Nanoseconds) && (mayAllocate || costs[0].Bytes == 0);
            string others = contestants.Length == 3 ? "both" : contestants[1].Name;
            report.Judge(
                mayAllocate ? $"ahead of {others}" : $"ahead of {others}, nothing allocated",
                met,
                name,
                [.. contestants.Zip(costs).SelectMany(static side => Figures(side.First.Name, side.Second)), .. contestants[1..].Zip(costs[1..]).Select(side => ($"{side.First.Name} / {contestants[0].Name}", side.Second.Nanoseconds / costs[0].Nanoseconds))]);
            rows++;
            ahead += met ? 1 : 0;
        }
    }

    private static IEnumerable<(string, double)> Figures(string name, Cost cost) => [($"{name} ns", cost.Nanoseconds), ($"{name} bytes", cost.Bytes)];

    // The sides by turns, so that what disturbs the machine disturbs them alike; the median of the rounds.
    private static Cost[] Measure(Contestant[] contestants, int rounds)
    {
        int[] times = [.. contestants.Select(TimesOfBatch)];
        List<double>[] nanoseconds = [.. contestants.Select(_ => new List<double>(rounds))];
        double[] bytes = new double[contestants.Length];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                contestants[i].Work(times[i]);
                TimeSpan took = Stopwatch.GetElapsedTime(start);
                bytes[i] = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / times[i];
                nanoseconds[i].Add(took.TotalNanoseconds / times[i]);
            }
        }

        return [.. contestants.Select((_, i) => new Cost(new Sample(nanoseconds[i]).Median, bytes[i]))];
    }

    // Warms up as well: the compiler's second tier comes after some calls and a tenth of a second.
    private static int TimesOfBatch(Contestant contestant)
    {
        int times = 64;
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            contestant.Work(times);
            if (Stopwatch.GetElapsedTime(start) < s_batch)
            {
                times *= 2;
            }
            else if (Stopwatch.GetElapsedTime(begun) > s_warmUp)
            {
                return times;
            }
        }
    }

    /// <summary>Of one piece of work.</summary>
    private readonly record struct Cost(double Nanoseconds, double Bytes);
}
