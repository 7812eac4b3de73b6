using System.Collections.Concurrent;
using System.Globalization;
using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Laws;

namespace Kairos.Laws.Tests;

/// <summary>All laws over many random cases; see README.md.</summary>
public sealed class LawTests(ITestOutputHelper output)
{
    private const int RangeOfCases = 2_048;

    [Fact]
    public void Every_law_holds_in_every_random_case()
    {
        (long seed, long cases) = (Scale.Seed, Scale.Cases);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases:#,0} cases, KAIROS_LAW_SEED={seed}"));
        long start = TimeProvider.System.GetTimestamp();
        Census census = Run(seed, cases);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s"));
        foreach (string line in census.Lines("cases"))
        {
            output.WriteLine(line);
        }

        census["cases"].ShouldBe(cases);
        ShouldHaveItsShares(census);
    }

    // The shares that make the laws worth anything.
    private static void ShouldHaveItsShares(Census census)
    {
        census.Share("within 48 h of a change", "cases").ShouldBeGreaterThan(0.30);
        foreach (string special in CronCensus.Specials)
        {
            census.Share(special, "cases").ShouldBeGreaterThan(0.02, special);
        }

        census.Share("left out by naive scan over NodaTime", "cron").ShouldBeLessThan(0.02);
        census.Share("judged by NCrontab", "cron").ShouldBeGreaterThan(0.02);
        census.Share("judged by Quartz", "cron").ShouldBeGreaterThan(0.02);
    }

    private static Census Run(long seed, long cases)
    {
        Census all = new();
        Lock adding = new();
        ConcurrentBag<Exception> failures = [];
        Parallel.ForEach(
            Partitioner.Create(0, cases, RangeOfCases),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Census(),
            (range, loop, census) =>
            {
                for (long number = range.Item1; number < range.Item2 && !loop.IsStopped; number++)
                {
                    if (Failure(seed, number, census) is { } failure)
                    {
                        failures.Add(failure);
                        loop.Stop();
                    }
                }

                return census;
            },
            census =>
            {
                lock (adding)
                {
                    all.Add(census);
                }
            });
        return failures.IsEmpty ? all : throw failures.First();
    }

    private static ShouldAssertException? Failure(long seed, long number, Census census)
    {
        Chance chance = new(seed, number);
        try
        {
            census.Count("cases");
            Families.Pick(chance).Check(chance, census);
            return null;
        }
        catch (Exception failure)
        {
            return new ShouldAssertException($"KAIROS_LAW_SEED={seed}, case {number}: {failure.Message}", failure);
        }
    }
}
