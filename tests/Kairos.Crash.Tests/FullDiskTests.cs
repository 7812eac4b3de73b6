using System.Globalization;
using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests;

/// <summary>A file size limit on a running process stands for a full disk.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    private const int Limit = 16 << 20;

    /// <summary>Room for the short logs of the worker, and for no page of the store.</summary>
    private const int NoRoom = 4096;
    private const int Large = 500_000;
    private const int Timed = 10;

    private readonly CrashHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_full_disk_refuses_submits_with_the_remedy_and_the_same_process_goes_on_when_there_is_room()
    {
        using OtherProcess worker = _home.Start("obey");
        await worker.LineAsync("ready");
        string id = worker.Id.ToString(CultureInfo.InvariantCulture);
        await Tool.RunAsync("prlimit", "--pid", id, $"--fsize={Limit}:");

        int acknowledged = await FillAsync(worker);
        output.WriteLine($"{acknowledged} large jobs acknowledged before the refusal");

        // In flight while not even a page can be written: what can't be committed now is committed later.
        await Tool.RunAsync("prlimit", "--pid", id, $"--fsize={NoRoom}:");
        worker.Say("finish");
        await worker.LineAsync("failed complete");
        worker.Say($"submit plain refused{acknowledged} now {Large}");
        await worker.LineAsync("refused ");

        await Tool.RunAsync("prlimit", "--pid", id, "--fsize=unlimited:");
        worker.Say($"submit plain after now {Large}");
        await worker.LineAsync("acked after ");
        await worker.LineAsync("idle");
        worker.Say("stop");
        (await worker.ExitAsync()).ShouldBe(0, worker.Errors);

        IReadOnlyList<Recorded> runs = await _home.Ledger.RunsAsync();
        string[] jobs = [.. _home.Ledger.Acks().Select(a => a.Job).Order()];
        jobs.Length.ShouldBe(acknowledged + Timed + 1);
        runs.Where(r => r.Outcome == Recorded.Succeeded).Select(r => r.Job).Order().ShouldBe(jobs);
        OccurrenceChecks.Check(runs, _home.Ledger.Effects());
        await _home.Ledger.CheckIntegrityAsync();
    }

    /// <summary>Holds some jobs at work and submits large ones until one is refused; returns how many were not.</summary>
    private static async Task<int> FillAsync(OtherProcess worker)
    {
        for (int i = 0; i < Timed; i++)
        {
            worker.Say($"submit hold timed{i} now");
            await worker.LineAsync($"acked timed{i} ");
        }

        for (int i = 0; ; i++)
        {
            worker.Say($"submit hold large{i} now {Large}");
            string answer = await worker.EitherLineAsync($"acked large{i} ", $"refused large{i} ");
            if (answer.StartsWith("refused", StringComparison.Ordinal))
            {
                answer.ShouldContain("ulimit -f");
                answer.ShouldContain("Nothing was written.");
                return i;
            }

            i.ShouldBeLessThan(2 * Limit / Large, "the limit was never met");
        }
    }
}
