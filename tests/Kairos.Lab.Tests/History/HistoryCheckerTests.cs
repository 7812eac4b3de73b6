using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History;

public sealed class HistoryCheckerTests
{
    private static readonly HistoryCheckOptions s_options = new();

    [Fact]
    public void A_history_in_which_every_promise_is_kept_is_cleared()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Verdict verdict = HistoryChecker.Check(HistoryMaker.Make(seed), s_options);
            verdict.Violations.ShouldBeEmpty($"seed {seed}");
            verdict.Ok.ShouldBeTrue();
            verdict.Occurrences.ShouldBeGreaterThan(100);
            verdict.Faults.ShouldBe(new Dictionary<string, int> { ["kill"] = 1, ["freeze"] = 1, ["restart"] = 1 }, ignoreOrder: true);
            verdict.LatenessMs.P50.ShouldBeInRange(0.1, 1);
            verdict.LatenessMs.Max.ShouldBeLessThan(1000);
        }
    }
}
