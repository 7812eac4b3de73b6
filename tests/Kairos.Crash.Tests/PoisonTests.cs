using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests;

public sealed class PoisonTests(ITestOutputHelper output) : IDisposable
{
    private const int Others = 20;

    /// <summary>One loss that could have been anybody's fault, then three behind a marked start.</summary>
    private const int DeathsToBurial = 4;

    private readonly CrashHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_job_that_kills_its_process_is_buried_after_three_marked_losses_and_takes_nobody_with_it()
    {
        string poison = await FirstDeathAsync();
        int deaths = 1;
        while (true)
        {
            using OtherProcess next = _home.Start("obey");

            // The second has them all at work again when it dies; from the third on they may end.
            if (deaths >= 2)
            {
                next.Say("finish");
            }

            if (await next.SaysAsync("idle"))
            {
                next.Say("stop");
                (await next.ExitAsync()).ShouldBe(0, next.Errors);
                break;
            }

            (await next.ExitAsync()).ShouldBe(OtherProcess.Killed, next.Errors);
            deaths++;
            deaths.ShouldBeLessThanOrEqualTo(DeathsToBurial);
        }

        output.WriteLine($"{deaths} processes died");
        deaths.ShouldBe(DeathsToBurial);
        IReadOnlyList<Recorded> runs = await _home.Ledger.RunsAsync();
        runs.Where(r => r.Outcome == Recorded.Buried).Select(r => r.Job).ShouldBe([poison]);
        runs.Where(r => r.Job == poison && r.Outcome == Recorded.Lost).Count().ShouldBe(DeathsToBurial - 1);
        runs.Where(r => r.Outcome == Recorded.Succeeded).Select(r => r.Job).Order().ShouldBe(_home.Ledger.Acks().Select(a => a.Job).Where(j => j != poison).Order());
        (await _home.Ledger.LiveAsync()).ShouldBeEmpty();
        OccurrenceChecks.Check(runs, _home.Ledger.Effects());
        await _home.Ledger.CheckIntegrityAsync();
    }

    /// <summary>Others are at work when the poison is submitted.</summary>
    private async Task<string> FirstDeathAsync()
    {
        using OtherProcess first = _home.Start("obey");
        for (int i = 0; i < Others; i++)
        {
            first.Say($"submit hold other{i} now");
        }

        for (int i = 0; i < Others; i++)
        {
            await first.LineAsync("started ");
        }

        first.Say("submit poison poison now");
        (await first.ExitAsync()).ShouldBe(OtherProcess.Killed, first.Errors);
        return _home.Ledger.Effects().Single(e => e.Kind == "poison").Job;
    }
}
