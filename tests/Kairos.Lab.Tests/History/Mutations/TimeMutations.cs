using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

internal static class TimeMutations
{
    private static readonly TimeSpan s_microsecond = TimeSpan.FromMicroseconds(1);

    public static IEnumerable<Mutation> All =>
    [
        new("a start one microsecond early", ViolationKind.Early, d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("plain"));
            d.Swap(start, start with { StoreNow = start.Planned - s_microsecond });
        }),
        new("a retry one microsecond early", ViolationKind.Early, d =>
        {
            StartSeen start = d.Of<StartSeen>(d.Job("retried"))[1];
            d.Swap(start, start with { StoreNow = start.Planned - s_microsecond });
        }),
        new("a gate one microsecond early", ViolationKind.Early, d =>
        {
            GateSeen gate = d.One<GateSeen>(d.Job("gated"));
            d.Swap(gate, gate with { StoreNow = gate.Instant - s_microsecond });
        }),
        new("an effect that the sink sees before its instant", ViolationKind.Early, d =>
        {
            EffectSeen effect = d.One<EffectSeen>(d.Job("plain"));
            d.Swap(effect, effect with { At = effect.Due - TimeSpan.FromSeconds(1) });
        }),
        new("an effect behind the gate that the sink sees before its instant", ViolationKind.Early, d =>
        {
            EffectSeen effect = d.Of<EffectSeen>(d.Job("gated")).Single(e => e.BehindGate);
            d.Swap(effect, effect with { At = effect.Due - TimeSpan.FromSeconds(1) });
        }),
        new("a start too late while nothing was wrong", ViolationKind.LateHealthy, d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("plain"));
            d.Swap(start, start with { StoreNow = start.Planned + TimeSpan.FromSeconds(1.2), Mono = start.Mono + 1_200_000 });
        }),
        new("a gate too late while nothing was wrong", ViolationKind.LateHealthy, d =>
        {
            GateSeen gate = d.One<GateSeen>(d.Job("gated"));
            d.Swap(gate, gate with { StoreNow = gate.Instant + TimeSpan.FromSeconds(1.2), Mono = gate.Mono + 1_200_000 });
        }),
        new("lateness without a fault that excuses it", ViolationKind.LateHealthy, d => d.Drop<FaultBegan>(_ => true)),
        new("a start as late as in turn, after one loss", ViolationKind.LateHealthy, d => Ended(d, attempt: 1)),
        new("a start as late as in turn, after an attempt that was not lost", ViolationKind.LateHealthy, d => Ended(d, attempt: 2)),
        new("a job that was lost twice never ended", ViolationKind.Lost, d =>
        {
            JobId job = d.Job("lost-twice");
            d.Drop(d.Of<FinalRun>(job).Where(r => r.Outcome == OutcomeCode.Succeeded));
            d.Drop<CompleteAnswered>(a => a.Job == job);
        }),
        new("two effects behind one gate", ViolationKind.GatedRestart, d =>
        {
            EffectSeen effect = d.Of<EffectSeen>(d.Job("gated")).Single(e => e.BehindGate);
            d.Add(effect with { Mono = effect.Mono + 50 });
        }),
        new("effects of two holds behind one gate", ViolationKind.GatedRestart, d =>
        {
            EffectSeen effect = d.Of<EffectSeen>(d.Job("killed-behind")).Single(e => e.BehindGate);
            d.Add(effect with { Mono = effect.Mono + (8 * Scene.Second), Fence = effect.Fence + 2 });
        }),
        new("a gate passed on two nodes", ViolationKind.GatedRestart, d =>
        {
            GateSeen gate = d.One<GateSeen>(d.Job("gated"));
            d.Add(gate with { Node = "n9", Fence = gate.Fence + 1, Mono = gate.Mono + Scene.Second });
        }),
        new("a start after the gate was passed", ViolationKind.GatedRestart, d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("killed-behind"));
            d.Add(start with { Node = "n2", Fence = start.Fence + 2, Attempt = 2, Mono = 27 * Scene.Second });
        }),
    ];

    /// <summary>An attempt of the job that was lost twice came to an end instead.</summary>
    private static void Ended(Draft d, int attempt)
    {
        FinalRun row = d.Of<FinalRun>(d.Job("lost-twice")).Single(r => r.Attempt == attempt);
        d.Swap(row, row with { Outcome = OutcomeCode.Retry });
    }
}
