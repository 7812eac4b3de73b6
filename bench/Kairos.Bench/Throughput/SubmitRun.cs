using System.Globalization;
using Kairos.Bench.Reporting;
using Kairos.Bench.Storage;
using Kairos.Jobs;

namespace Kairos.Bench.Throughput;

/// <summary>Submits a second: by one caller, by many at once, in bulk; against the same statement in a bare loop.</summary>
internal static class SubmitRun
{
    private const int Callers = 32;
    private const int Alone = 2_000;
    private const int Together = 20_000;
    private const int Bulk = 10_000;
    private const int Bulks = 10;

    internal static async Task RunAsync(Report report, IStorageYard yard, int rounds)
    {
        List<double> single = [], rowCommits = [], together = [], bulk = [], bareBulk = [];
        for (int round = -1; round < rounds; round++)
        {
            // One after the other, each on a new file that is closed again: what one still writes must not slow the other's syncs.
            (double Single, double Bulk, double Together) ours = await EngineAsync(yard);
            (double Single, double Bulk) theirs = await BareAsync(yard);

            // The first round warms up.
            if (round >= 0)
            {
                single.Add(ours.Single);
                rowCommits.Add(theirs.Single);
                together.Add(ours.Together);
                bulk.Add(ours.Bulk);
                bareBulk.Add(theirs.Bulk);
            }
        }

        Tell(report, new Sample(single).Median, new Sample(rowCommits).Median, new Sample(together).Median, new Sample(bulk).Median, new Sample(bareBulk).Median);
    }

    private static async Task<(double Single, double Bulk, double Together)> EngineAsync(IStorageYard yard)
    {
        await using IStorage storage = await yard.NewAsync();
        await using TestBed bed = await TestBed.StartAsync(storage, static (_, _, _) => new ValueTask<Outcome>(Outcome.Success));
        JobRequest request = Rows.Later(bed.Engine.Clock);
        JobRequest[] many = [.. Enumerable.Repeat(request, Bulk)];
        return (
            Alone / (await Stint.OfAsync(() => OneAfterAnotherAsync(bed.Client, request, Alone))).Seconds,
            Bulk * Bulks / (await Stint.OfAsync(() => InBulkAsync(bed.Client, many))).Seconds,
            Together / (await Stint.OfAsync(() => TogetherAsync(bed.Client, request))).Seconds);
    }

    private static async Task<(double Single, double Bulk)> BareAsync(IStorageYard yard)
    {
        await using IStorage storage = await yard.NewAsync();
        return await storage.BareSubmitsAsync(Alone, Bulk, Bulks);
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
            string.Create(CultureInfo.InvariantCulture, $"{Bulks} bulk submits of {Bulk:#,0}, each awaited, against as many rows in as many transactions in a bare loop"),
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

    private static async Task InBulkAsync(JobClient client, JobRequest[] many)
    {
        for (int i = 0; i < Bulks; i++)
        {
            await client.SubmitAllAsync(many);
        }
    }

    private static Task TogetherAsync(JobClient client, JobRequest request) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => OneAfterAnotherAsync(client, request, Together / Callers))));
}
