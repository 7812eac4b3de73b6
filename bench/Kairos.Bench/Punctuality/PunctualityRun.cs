using System.Globalization;
using Kairos.Bench.Reporting;
using Kairos.Bench.Storage;

namespace Kairos.Bench.Punctuality;

/// <summary>How long after their instant handlers begin: alone, and many at once, against the bare machine.</summary>
internal static class PunctualityRun
{
    private const int Most = 10_000;
    private const int SinglesPerRepetition = 50;
    private const int WarmUps = 5;
    private const double WithinMilliseconds = 10;

    internal static async Task RunAsync(Report report, IStorageYard yard, Arguments arguments, int repetitions)
    {
        BareFanOut bare = new(Most);
        foreach (int nodes in arguments.Nodes)
        {
            await using Bursts bursts = await Bursts.StartAsync(yard, Most, nodes);
            if (arguments.Nodes.Count > 1)
            {
                report.Say($"nodes: {nodes}, in one process on the same cores");
            }

            await RunAsync(report, bare, bursts, arguments.Sizes, repetitions);
        }
    }

    private static async Task RunAsync(Report report, BareFanOut bare, Bursts bursts, IReadOnlyList<int> sizes, int repetitions)
    {
        Sample cold = await bursts.RunAsync(Most);
        report.Say("first burst of these engines, 10,000 jobs at one instant (not counted below)", ("p50 ms", cold.Median), ("p99 ms", cold.P99), ("last ms", cold.Last), ("early", Early(cold)));
        for (int i = 0; i < WarmUps; i++)
        {
            await bare.RunAsync(Most);
            await bursts.RunAsync(Most);
        }

        foreach (int count in sizes)
        {
            await (count == 1 ? OneAsync(report, bursts, repetitions) : ManyAsync(report, bare, bursts, count, repetitions));
        }
    }

    private static async Task OneAsync(Report report, Bursts bursts, int repetitions)
    {
        (Sample engine, Sample bare) = await Singles.RunAsync(bursts, repetitions * SinglesPerRepetition);
        double unsure = bursts.Unsure.Median;
        report.Judge(
            "none early; p99 within 0.2 ms of the bare timer, plus the clock's uncertainty",
            Early(engine) == 0 && engine.P99 - bare.P99 <= 0.2 + unsure,
            $"one job at a time, {engine.Count} of them in turns with the bare timer",
            ("early", Early(engine)),
            ("p50 ms", engine.Median),
            ("p90 ms", engine.At(0.9)),
            ("p99 ms", engine.P99),
            ("last ms", engine.Last),
            ("bare p50 ms", bare.Median),
            ("bare p90 ms", bare.At(0.9)),
            ("bare p99 ms", bare.P99),
            ("bare last ms", bare.Last),
            ("p99 beyond bare ms", engine.P99 - bare.P99),
            ("clock's uncertainty, p50 ms", unsure),
            ("share within 10 ms", engine.CountOf(late => late <= WithinMilliseconds) / (double)engine.Count));
    }

    // In turns: each repetition of the engine is followed by one of the bare fan-out.
    private static async Task ManyAsync(Report report, BareFanOut bare, Bursts bursts, int count, int repetitions)
    {
        List<Sample> ours = [];
        List<Sample> theirs = [];
        for (int i = 0; i < repetitions; i++)
        {
            ours.Add(await bursts.RunAsync(count));
            theirs.Add(await bare.RunAsync(count));
        }

        Sample p50 = new(ours.Select(s => s.Median));
        Sample p99 = new(ours.Select(s => s.P99));
        Sample last = new(ours.Select(s => s.Last));
        Sample bareP50 = new(theirs.Select(s => s.Median));
        Sample bareLast = new(theirs.Select(s => s.Last));
        int early = ours.Sum(Early);
        double within = last.CountOf(late => late <= WithinMilliseconds) / (double)repetitions;
        (string Name, double Value)[] figures =
        [
            ("early", early),
            ("p50 ms, best", p50.First),
            ("p50 ms, median", p50.Median),
            ("p50 ms, worst", p50.Last),
            ("p99 ms, median", p99.Median),
            ("p99 ms, worst", p99.Last),
            ("last ms, best", last.First),
            ("last ms, median", last.Median),
            ("last ms, worst", last.Last),
            ("bare p50 ms, best", bareP50.First),
            ("bare p50 ms, median", bareP50.Median),
            ("bare last ms, best", bareLast.First),
            ("bare last ms, median", bareLast.Median),
            ("bare last ms, worst", bareLast.Last),
            ("p50 to bare", p50.Median / bareP50.Median),
            ("last to bare", last.Median / bareLast.Median),
            ("share all within 10 ms", within),
        ];
        string name = string.Create(CultureInfo.InvariantCulture, $"{count:#,0} jobs at one instant, {repetitions} repetitions in turns with the bare fan-out");
        if (count < Most)
        {
            report.Say(name, figures);
            return;
        }

        report.Judge(
            "none early; p50 <= 2x and last <= 4x the bare fan-out; all <= 10 ms in 19 of 20",
            early == 0 && p50.Median <= 2 * bareP50.Median && last.Median <= 4 * bareLast.Median && within >= 0.95,
            name,
            figures);
    }

    private static int Early(Sample sample) => sample.CountOf(late => late < 0);
}
