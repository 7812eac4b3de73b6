using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

internal static class FenceMutations
{
    public static IEnumerable<Mutation> All =>
    [
        .. Overlaps.Select(m => new Mutation(m.Name, ViolationKind.Fence, m.Apply)),
        new Mutation("a node beats a second before it is taken over", ViolationKind.WrongTakeOver, d =>
            d.Add(new BeatSeen { Node = "n2", Mono = 55 * Scene.Second, At = Scene.At(55 * Scene.Second), AskedMono = (55 * Scene.Second) - 1_000 })),
    ];

    private static (string Name, Action<Draft> Apply)[] Overlaps =>
    [
        ("one fence is armed on two nodes", d =>
        {
            ArmSeen arm = d.One<ArmSeen>(d.Job("plain"));
            d.Add(arm with { Node = "n9" });
        }),
        ("one fence is started on two nodes", d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("plain"));
            d.Add(start with { Node = "n9", Mono = start.Mono + 5 });
        }),
        ("armed on one node and started on another", d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("plain"));
            d.Swap(start, start with { Node = "n9" });
        }),
        ("started twice under one fence", d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("plain"));
            d.Add(start with { Attempt = 2, Mono = start.Mono + 5 });
        }),
        ("the fences of two holds are swapped", d =>
        {
            List<ArmSeen> arms = d.Of<ArmSeen>(d.Job("every"));
            (ArmSeen one, ArmSeen next) = (arms[1], arms[2]);
            d.Swap(one, one with { Fence = next.Fence });
            d.Swap(next, next with { Fence = one.Fence });
        }),
        ("the next hold has the fence of the last", d =>
        {
            List<ArmSeen> arms = d.Of<ArmSeen>(d.Job("retried"));
            d.Swap(arms[1], arms[1] with { Fence = arms[0].Fence, Node = "n9" });
        }),
        ("a fence went back", d =>
        {
            ArmSeen arm = d.Of<ArmSeen>(d.Job("every"))[^1];
            d.Swap(arm, arm with { Fence = 1 });
        }),
        ("a row ends under a lower fence than was given", d =>
        {
            FinalJob row = d.One<FinalJob>(d.Job("every"));
            d.Swap(row, row with { Fence = 1 });
        }),
        ("a start after the take-over was not refused its commit", d =>
        {
            JobId job = d.Job("zombie");
            CompleteAnswered refused = d.Of<CompleteAnswered>(job).Single(a => a.Result == CompleteResult.Refused);
            d.Swap(refused, refused with { Result = CompleteResult.Committed });
        }),
        ("the end of a hold that was taken over was committed", d =>
        {
            // It had been started in time, and its end came after the successor had it.
            CompleteAnswered refused = d.Of<CompleteAnswered>(d.Job("frozen-running")).Single(a => a.Result == CompleteResult.Refused);
            d.Swap(refused, refused with { Result = CompleteResult.Committed });
        }),
        ("the record shows the end of a zombie", d =>
        {
            JobId job = d.Job("zombie");
            FinalRun row = d.One<FinalRun>(job);
            d.Swap(row, row with { Fence = d.Of<StartSeen>(job).Min(s => s.Fence) });
        }),
        ("an occurrence that had ended was armed again", d =>
        {
            ArmSeen arm = d.One<ArmSeen>(d.Job("plain"));
            long asked = arm.AskedMono + (20 * Scene.Second);
            d.Add(arm with { Fence = arm.Fence + 5, AskedMono = asked, Mono = asked + 2_000 });
        }),
        ("an occurrence that had ended was started again", d =>
        {
            StartSeen start = d.Middle<StartSeen>(d.Job("every"));
            d.Add(start with { Fence = start.Fence + 1, Mono = start.Mono + Scene.Second });
        }),
    ];
}
