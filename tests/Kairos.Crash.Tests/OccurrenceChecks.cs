using Kairos.Crash.Tests.Workers;

namespace Kairos.Crash.Tests;

/// <summary>What has to hold between the effects that handlers wrote down and the runs that the store keeps.</summary>
internal static class OccurrenceChecks
{
    private const string Gated = "gated";
    private const int LossesToBury = 4;

    public static void Check(IReadOnlyList<Recorded> runs, IReadOnlyList<Effect> effects)
    {
        Dictionary<string, long> highest = [];
        foreach (Effect effect in effects)
        {
            highest.GetValueOrDefault(effect.Job).ShouldBeLessThan(effect.Fence, $"a start of {effect.Job} without a higher fence");
            highest[effect.Job] = effect.Fence;
        }

        effects.Where(e => e.Kind == Gated).GroupBy(e => e.Job).Where(g => g.Count() > 1).ShouldBeEmpty("behind a gate twice");

        HashSet<(string, long, long)> done = [.. effects.Select(e => (e.Job, e.Due, e.Fence))];
        runs.Where(r => r.Outcome == Recorded.Succeeded && !done.Contains((r.Job, r.Due, r.Fence))).ShouldBeEmpty("succeeded without its effect");

        Dictionary<(string, long), long> ends = runs.Where(r => r.IsEnd).ToDictionary(r => (r.Job, r.Due), r => r.Fence);
        effects.Where(e => ends.TryGetValue((e.Job, e.Due), out long fence) && e.Fence > fence).ShouldBeEmpty("started after its end was committed");

        ILookup<string, Recorded> byJob = runs.ToLookup(r => r.Job);
        runs.Where(r => r.Outcome == Recorded.Buried && byJob[r.Job].Count(l => l.Outcome is Recorded.Lost or Recorded.Buried) < LossesToBury)
            .ShouldBeEmpty("buried without losses enough");
    }
}
