using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests;

/// <summary>What the system saw of a process that submits, one after the other.</summary>
public sealed class SyncTests(ITestOutputHelper output) : IDisposable
{
    private const int Submits = 200;

    private readonly CrashHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Each_acknowledgement_comes_after_a_completed_sync_of_the_log_that_it_was_written_to()
    {
        string trace = Path.Combine(_home.Place.Folder, "trace");
        string[] strace = ["strace", "-f", "-y", "-s", "16", "-ttt", "-o", trace, "-e", "trace=write,pwrite64,fsync,fdatasync"];
        long far = (TimeProvider.System.GetUtcNow().AddDays(1) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        using (OtherProcess worker = _home.Start("obey", wrapper: strace))
        {
            await worker.LineAsync("ready");
            for (int i = 0; i < Submits; i++)
            {
                worker.Say($"submit plain job{i} {far}");
                await worker.LineAsync($"acked job{i} ");
            }

            worker.Say("stop");
            (await worker.ExitAsync()).ShouldBe(0, worker.Errors);
        }

        SyncedWrites seen = new(_home.Place.Database + "-wal", _home.Place.Acks);
        foreach (string line in File.ReadLines(trace))
        {
            seen.Take(line);
        }

        output.WriteLine($"{seen.Acks} acknowledgements, {seen.LogWrites} writes to the log, {seen.Syncs} syncs of it");
        seen.Faults.ShouldBeEmpty();
        seen.Acks.ShouldBe(Submits);
        seen.Syncs.ShouldBeGreaterThanOrEqualTo(Submits);
        (await _home.Ledger.LiveAsync()).Count.ShouldBe(Submits);
    }
}
