namespace Kairos.Cli.Rehearse;

/// <summary>How many requests of students the venue saw at most within any second, over all servers: what a budget bounds.</summary>
internal static class VenuePeak
{
    private const long SecondUs = 1_000_000;

    // A request goes at its slot and is a while on its way, by turns longer and shorter: some arrive closer together than they
    // went, on a busy machine 1.6 times as many in a second. Two servers with a budget each would be at twice.
    private const double Allowance = 1.9;

    internal static int PerSecond(IEnumerable<Arrival> record)
    {
        long[] arrivals = [.. record.Where(static a => a is { Rival: false, Student: not null }).Select(static a => a.SinceOpeningUs).Order()];
        int most = 0;
        int first = 0;
        for (int last = 0; last < arrivals.Length; last++)
        {
            while (arrivals[last] - arrivals[first] >= SecondUs)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    internal static bool IsWithin(int peak, double? budget) => budget is not { } all || peak <= Math.Ceiling(Allowance * all);
}
