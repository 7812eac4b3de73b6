using System.Globalization;
using Kairos.Bench.Reporting;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Triggers;

namespace Kairos.Bench.Throughput;

/// <summary>Submits a second: by one caller, by many at once, in bulk; against the same statement in a bare loop.</summary>
internal static class SubmitRun
{
    private const int Callers = 32;
    private const int Alone = 2_000;
    private const int Together = 20_000;
    private const int Bulk = 10_000;

    internal static async Task RunAsync(Report report, int rounds)
    {
        await using TestBed bed = await TestBed.StartAsync(new Scratch(), static (_, _, _) => new ValueTask<Outcome>(Outcome.Success));
        using Scratch scratch = new();
        using BareStore bare = new(scratch, bed.Engine.Clock.Now);

        // A day ahead, so that nothing is armed meanwhile.
        AtTrigger later = new(bed.Engine.Clock.Now + TimeSpan.FromDays(1));
        JobRequest request = new() { Kind = TestBed.Kind, Owner = "bench", Trigger = later };
        JobRequest[] many = [.. Enumerable.Repeat(request, Bulk)];

        List<double> single = [], rowCommits = [], together = [], bulk = [], bareBulk = [];
        for (int round = -1; round < rounds; round++)
        {
            NewJob[] rows = Rows.Of(request, Alone, bed.Engine.Clock);
            NewJob[] bulkRows = Rows.Of(request, Bulk, bed.Engine.Clock);
            double[] perSecond =
            [
                Alone / (await Stint.OfAsync(() => OneAfterAnotherAsync(bed.Client, request, Alone))).Seconds,
                Alone / Stint.Of(() => bare.Insert(rows, perTransaction: 1)).Seconds,
                Together / (await Stint.OfAsync(() => TogetherAsync(bed.Client, request))).Seconds,
                Bulk / (await Stint.OfAsync(() => bed.Client.SubmitAllAsync(many).AsTask())).Seconds,
                Bulk / Stint.Of(() => bare.Insert(bulkRows, perTransaction: Bulk)).Seconds,
            ];

            // The first round warms up.
            if (round >= 0)
            {
                single.Add(perSecond[0]);
                rowCommits.Add(perSecond[1]);
                together.Add(perSecond[2]);
                bulk.Add(perSecond[3]);
                bareBulk.Add(perSecond[4]);
            }
        }

        Tell(report, new Sample(single).Median, new Sample(rowCommits).Median, new Sample(together).Median, new Sample(bulk).Median, new Sample(bareBulk).Median);
    }

    private static void Tell(Report report, double single, double rowCommits, double together, double bulk, double bareBulk)
    {
        report.Say(
            "submits by one caller, each awaited, against one-row commits in a bare loop",
            ("submits per s", single),
            ("bare commits per s", rowCommits),
            ("ratio", single / rowCommits));
        report.Judge(
            ">= 2x one-row commits",
            together >= 2 * rowCommits,
            string.Create(CultureInfo.InvariantCulture, $"submits by {Callers} callers at once, each awaited, against one-row commits in a bare loop"),
            ("submits per s", together),
            ("bare commits per s", rowCommits),
            ("ratio", together / rowCommits));
        report.Say(
            string.Create(CultureInfo.InvariantCulture, $"bulk submits of {Bulk:#,0}, against the same rows in one transaction in a bare loop"),
            ("jobs per s", bulk),
            ("bare rows per s", bareBulk),
            ("ratio", bulk / bareBulk));
    }

    private static async Task OneAfterAnotherAsync(JobClient client, JobRequest request, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await client.SubmitAsync(request);
        }
    }

    private static Task TogetherAsync(JobClient client, JobRequest request) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => OneAfterAnotherAsync(client, request, Together / Callers))));
}
