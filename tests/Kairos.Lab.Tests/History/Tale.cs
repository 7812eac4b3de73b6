using Kairos.Jobs;
using Kairos.Lab.History;
using Kairos.Time;

namespace Kairos.Lab.Tests.History;

/// <summary>One job, and what befalls it: each step is written as nodes and callers would. Moments are monotonic microseconds.</summary>
internal sealed class Tale(Scene scene, string kind)
{
    private const long Millisecond = 1_000;

    public JobId Id { get; } = scene.NewJob();

    public string Kind => kind;

    public string? Key { get; init; }

    public KeyConflict Conflict { get; init; } = KeyConflict.Reject;

    public bool Gated { get; init; }

    /// <summary>Grows with every hold.</summary>
    public long Fence { get; private set; }

    public int Version { get; set; } = 1;

    public static DuePlan Once(long due) => new(Scene.At(due));

    public void Submit(long mono, DuePlan? plan, SubmitResult result = SubmitResult.Created, string? idempotencyKey = null, bool named = true)
    {
        string op = scene.NewOp();
        scene.Drive(mono, new SubmitAsked
        {
            Op = op,
            Owner = "lab",
            Kind = kind,
            Key = Key,
            Conflict = Conflict,
            IdempotencyKey = idempotencyKey,
            Plan = plan,
            Gated = Gated,
        });
        int? version = result == SubmitResult.Replaced ? ++Version : null;
        scene.Drive(mono + (3 * Millisecond), new SubmitAnswered { Op = op, Result = result, Job = named ? Id : null, Version = version });
    }

    public void Change(long mono, ChangeKind change, ChangeResult result, DuePlan? plan = null)
    {
        string op = scene.NewOp();
        scene.Drive(mono, new ChangeAsked { Op = op, Change = change, Job = Id, Plan = plan });
        bool edited = change == ChangeKind.Edit && result is ChangeResult.Applied or ChangeResult.TooLate;
        scene.Drive(mono + (3 * Millisecond), new ChangeAnswered { Op = op, Result = result, Version = edited ? ++Version : null });
    }

    /// <summary>A hold by a node, asked for at a moment and seen soon after it, or as late as is said.</summary>
    public long Arm(string node, long asked, long due, long? planned = null, long? seen = null)
    {
        Fence++;
        See(node, asked, due, planned ?? due, seen);
        return Fence;
    }

    /// <summary>The hold that stands is seen (once more, where a node adopts it).</summary>
    public void See(string node, long asked, long due, long planned, long? seen = null) => scene.Emit(node, seen ?? (asked + (2 * Millisecond)), new ArmSeen
    {
        Job = Id,
        Due = Scene.At(due),
        Planned = Scene.At(planned),
        Fence = Fence,
        AskedMono = asked,
    });

    /// <summary>What ends a hold raises the fence too: a hand-back, a take-over, a change.</summary>
    public void Raise() => Fence++;

    public void Start(string node, long mono, long due, long planned, int attempt, long? fence = null, int? version = null) => scene.Emit(node, mono, new StartSeen
    {
        Job = Id,
        Due = Scene.At(due),
        Planned = Scene.At(planned),
        Attempt = attempt,
        Fence = fence ?? Fence,
        StoreNow = Scene.At(mono - 100),
        Version = version ?? Version,
    });

    public void Gate(string node, long mono, long due, long instant) => scene.Emit(node, mono, new GateSeen
    {
        Job = Id,
        Due = Scene.At(due),
        Fence = Fence,
        Instant = Scene.At(instant),
        StoreNow = Scene.At(mono - 100),
    });

    public void Effect(long mono, long due, bool behindGate = false, long? fence = null) => scene.Emit("sink", mono, new EffectSeen
    {
        Job = Id,
        Due = Scene.At(due),
        Fence = fence ?? Fence,
        BehindGate = behindGate,
    });

    public void Complete(string node, long mono, long due, int attempt, OutcomeCode outcome, CompleteResult result = CompleteResult.Committed, long? fence = null)
    {
        long under = fence ?? Fence;
        scene.Emit(node, mono, new CompleteAsked { Job = Id, Due = Scene.At(due), Attempt = attempt, Fence = under, Outcome = outcome });
        scene.Emit(node, mono + (4 * Millisecond), new CompleteAnswered { Job = Id, Due = Scene.At(due), Fence = under, Outcome = outcome, Result = result });
    }

    public void Row(long due, int attempt, OutcomeCode outcome, long ended, long? planned = null, long? started = null, long? fence = null, long? skippedTo = null) => scene.Final(new FinalRun
    {
        Job = Id,
        Owner = "lab",
        Kind = kind,
        Key = Key,
        Due = Scene.At(due),
        Attempt = attempt,
        Fence = fence ?? Fence,
        Planned = Scene.At(planned ?? due),
        Started = started is { } s ? Scene.At(s) : null,
        Ended = Scene.At(ended),
        Outcome = outcome,
        SkippedTo = skippedTo is { } last ? Scene.At(last) : null,
    });

    public void Live(long due, JobState state = JobState.Waiting) => scene.Final(new FinalJob
    {
        Job = Id,
        Owner = "lab",
        Kind = kind,
        Key = Key,
        State = state,
        Due = Scene.At(due),
        Planned = Scene.At(due),
        Fence = Fence,
    });

    /// <summary>All of one attempt where nothing goes wrong: claimed 3 s ahead, or as soon as it can be.</summary>
    /// <returns>When its end was acknowledged.</returns>
    public long Run(long due, long ready, int attempt = 1, OutcomeCode outcome = OutcomeCode.Succeeded, long? planned = null, long? work = null)
    {
        long at = planned ?? due;
        long asked = Math.Max(ready + Millisecond, at - (3 * Scene.Second));
        long start = Math.Max(at, asked + (3 * Millisecond)) + scene.Random.Next(200, 900);
        long end = start + (work ?? scene.Random.Next(2_000, 30_000));
        string node = scene.Node(asked, end + Scene.Second);
        Arm(node, asked, due, at);
        Start(node, start, due, at, attempt);
        Effect(start + Millisecond, due);
        Complete(node, end, due, attempt, outcome);
        Row(due, attempt, outcome, end, at, start);
        Raise();
        return end + (4 * Millisecond);
    }
}
