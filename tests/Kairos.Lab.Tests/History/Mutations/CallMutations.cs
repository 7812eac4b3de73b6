using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

internal static class CallMutations
{
    public static IEnumerable<Mutation> All =>
    [
        .. Keys.Select(m => new Mutation(m.Name, ViolationKind.Key, m.Apply)),
        .. Starts.Select(m => new Mutation(m.Name, ViolationKind.StartAfterApplied, m.Apply)),
        .. Holes.Select(m => new Mutation(m.Name, ViolationKind.Incomplete, m.Apply)),
    ];

    private static (string Name, Action<Draft> Apply)[] Keys =>
    [
        ("two live jobs of one key", d =>
        {
            FinalJob row = d.One<FinalJob>(d.Job("waiting"));
            d.Add(row with { Job = new JobId(Guid.NewGuid()) });
        }),
        ("two live rows of one job", d =>
        {
            FinalJob row = d.One<FinalJob>(d.Job("every"));
            d.Add(row with { Fence = row.Fence + 1 });
        }),
        ("a job is created while another lives under its key", d =>
        {
            SubmitAsked taken = d.Submits(d.Job("every")).Single();
            d.Add(
                taken with { Op = "second", Mono = taken.Mono + Scene.Second },
                d.Answer(taken) with { Op = "second", Mono = taken.Mono + Scene.Second + 2_000, Job = new JobId(Guid.NewGuid()) });
        }),
        ("a refusal for a taken key becomes a creation", d =>
        {
            SubmitAsked refused = d.Submits(d.Job("waiting")).Single();
            d.Add(
                refused with { Op = "second", Mono = 110 * Scene.Second },
                d.Answer(refused) with { Op = "second", Mono = (110 * Scene.Second) + 2_000, Job = new JobId(Guid.NewGuid()) });
        }),
        ("an idempotency key makes two jobs", d =>
        {
            SubmitAsked first = d.Submits(d.Job("unknown-repeated")).Single();
            d.Add(
                first with { Op = "second", Mono = first.Mono + Scene.Second },
                d.Answer(first) with { Op = "second", Mono = first.Mono + Scene.Second + 2_000, Job = new JobId(Guid.NewGuid()) });
        }),
        ("an idempotency key creates its job twice", d =>
        {
            SubmitAsked first = d.Submits(d.Job("unknown-repeated")).Single();
            d.Swap(d.Answer(first), d.Answer(first) with { Result = SubmitResult.Created });
            d.Add(
                first with { Op = "second", Mono = first.Mono + Scene.Second },
                d.Answer(first) with { Op = "second", Mono = first.Mono + Scene.Second + 2_000, Result = SubmitResult.Created });
        }),
    ];

    private static (string Name, Action<Draft> Apply)[] Starts =>
    [
        ("a start after an applied cancel", d =>
        {
            JobId job = d.Job("cancelled");
            StartAfter(d, d.One<ArmSeen>(job), d.Answer(d.One<ChangeAsked>(job)));
        }),
        ("a start of a repeating job after an applied cancel", d =>
        {
            JobId job = d.Job("every-cancelled");
            StartAfter(d, d.Of<ArmSeen>(job)[^1], d.Answer(d.One<ChangeAsked>(job)));
        }),
        ("a start after an applied pause", d =>
        {
            JobId job = d.Job("left-paused");
            StartAfter(d, d.Of<ArmSeen>(job)[^1], d.Answer(d.One<ChangeAsked>(job)));
        }),
        ("a start between an applied pause and its end", d =>
        {
            JobId job = d.Job("paused");
            StartAfter(d, d.Of<ArmSeen>(job)[0], d.Answer(d.One<ChangeAsked>(job)));
        }),
        ("a start with the content before an applied edit", d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("edited"));
            d.Swap(start, start with { Version = 1 });
        }),
        ("a start with the content before the last of two edits", d =>
        {
            StartSeen start = d.One<StartSeen>(d.Job("edited"));
            d.Swap(start, start with { Version = 2 });
        }),
        ("a start with the content before a replace", d =>
        {
            // Of the two jobs of the key, the one that was replaced.
            JobId job = d.Job("keyed");
            while (!d.Submits(job).Exists(s => d.Answer(s).Result == SubmitResult.Replaced))
            {
                job = d.Job("keyed");
            }

            StartSeen start = d.One<StartSeen>(job);
            d.Swap(start, start with { Version = 1 });
        }),
        ("another occurrence of a job that was to end with its run", d =>
        {
            JobId job = d.Job("every-too-late");
            (ArmSeen arm, StartSeen start) = (d.Of<ArmSeen>(job)[^1], d.Of<StartSeen>(job)[^1]);
            Time.Instant due = start.Due + TimeSpan.FromMicroseconds(d.Submits(job)[0].Plan!.PeriodMicros!.Value);
            long later = start.Mono + Scene.Second;
            d.Add(arm with { Due = due, Fence = start.Fence + 2, AskedMono = later, Mono = later + 10 }, start with { Due = due, Fence = start.Fence + 2, Mono = later + 20 });
        }),
    ];

    private static (string Name, Action<Draft> Apply)[] Holes =>
    [
        ("there is no final read", d => d.Drop<FinalRead>(_ => true)),
        ("the final read is torn", d =>
        {
            d.Torn = true;
            d.Drop(d.One<FinalRun>(d.Job("plain")));
        }),
        ("an answer to a call that was not written", d => d.Drop(d.One<ChangeAsked>(d.Job("cancelled")))),
    ];

    private static void StartAfter(Draft d, ArmSeen arm, ChangeAnswered answer) => d.Add(new StartSeen
    {
        Job = arm.Job,
        Due = arm.Due,
        Planned = arm.Planned,
        Attempt = 1,
        Fence = arm.Fence,
        StoreNow = arm.Planned,
        Node = arm.Node,
        Mono = answer.Mono + 1,
        At = answer.At,
    });
}
