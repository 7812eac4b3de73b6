using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History;

/// <summary>What the ends and freezes of nodes do to jobs that are due once.</summary>
internal static class NodeTales
{
    private const long S = Scene.Second;

    public static void KilledWhileRunning(Scene scene)
    {
        Tale tale = new(scene, "killed-running");
        long due = scene.Between(16, 19.5);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n1", due - (3 * S), due);
        tale.Start("n1", due + 300, due, due, 1);
        tale.Effect(due + 2_000, due);
        Settle(tale, due, lost: true, attempt: 2);
    }

    public static void KilledWhileArmed(Scene scene)
    {
        Tale tale = new(scene, "killed-armed");
        long due = scene.Between(20.5, 24);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n1", due - (5 * S), due);
        Settle(tale, due, lost: true, attempt: 2);
    }

    public static void Zombie(Scene scene)
    {
        Tale tale = new(scene, "zombie");
        long due = scene.Between(51, 54);
        tale.Submit(due - (6 * S), Tale.Once(due));
        long old = tale.Arm("n2", due - (5 * S), due);
        Succeed(tale, due, "n3", 56 * S);
        long thaw = (60 * S) + 100_000;
        tale.Start("n2", thaw, due, due, 1, old);
        tale.Effect(thaw + 1_000, due, fence: old);
        tale.Complete("n2", thaw + 20_000, due, 1, OutcomeCode.Succeeded, CompleteResult.Refused, old);
    }

    public static void FrozenWhileRunning(Scene scene)
    {
        Tale tale = new(scene, "frozen-running");
        long due = scene.Between(48, 49.5);
        tale.Submit(due - (5 * S), Tale.Once(due));
        long old = tale.Arm("n2", due - (3 * S), due);
        tale.Start("n2", due + 300, due, due, 1);
        Succeed(tale, due, "n3", 56 * S);
        tale.Complete("n2", (60 * S) + 200_000, due, 1, OutcomeCode.Succeeded, CompleteResult.Refused, old);
    }

    public static void FrozenBetweenArmAndAnswer(Scene scene)
    {
        Tale tale = new(scene, "frozen-arm");
        long due = scene.Between(51, 54);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n2", (50 * S) - 1_000, due, seen: (60 * S) + 50_000);
        Succeed(tale, due, "n3", 56 * S);
    }

    public static void Gated(Scene scene)
    {
        Tale tale = new(scene, "gated") { Gated = true };
        long due = scene.Random.Next(2) == 0 ? scene.Between(8, 15) : scene.Between(108, 118);
        tale.Submit(due - (5 * S), Tale.Once(due));
        string node = scene.Node(due - (3 * S), due + S);
        tale.Arm(node, due - (3 * S), due);
        tale.Start(node, due - S + 400, due, due - S, 1);
        tale.Effect(due - (S / 2), due);
        tale.Gate(node, due + 200, due, due);
        tale.Effect(due + 900, due, behindGate: true);
        tale.Complete(node, due + 30_000, due, 1, OutcomeCode.Succeeded);
        tale.Row(due, 1, OutcomeCode.Succeeded, due + 30_000, due, due + 200);
    }

    public static void KilledBehindTheGate(Scene scene)
    {
        Tale tale = new(scene, "killed-behind") { Gated = true };
        long due = scene.Between(19, 19.9);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n1", due - (3 * S), due);
        tale.Start("n1", due - S + 400, due, due - S, 1);
        tale.Gate("n1", due + 200, due, due);
        tale.Effect(due + 900, due, behindGate: true);
        tale.Row(due, 1, OutcomeCode.Unknown, 26 * S, due, due + 200);
        tale.Raise();
    }

    public static void KilledBeforeTheGate(Scene scene)
    {
        Tale tale = new(scene, "killed-before") { Gated = true };
        long due = scene.Between(20.2, 20.8);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n1", due - (3 * S), due);
        tale.Start("n1", due - S + 400, due, due - S, 1);
        tale.Row(due, 1, OutcomeCode.Lost, 26 * S, due);
        tale.Raise();
        long start = (26 * S) + 200_000;
        tale.Arm("n2", start - 50_000, due);
        tale.Start("n2", start, due, due - S, 2);
        tale.Gate("n2", start + 10_000, due, due);
        tale.Effect(start + 11_000, due, behindGate: true);
        tale.Complete("n2", start + 30_000, due, 2, OutcomeCode.Succeeded);
        tale.Row(due, 2, OutcomeCode.Succeeded, start + 30_000, due, start + 10_000);
    }

    /// <summary>Lost with two nodes, it starts in turn with others of its like: late, and nothing is wrong at that time.</summary>
    public static void LostTwice(Scene scene)
    {
        Tale tale = new(scene, "lost-twice") { Key = $"l{scene.NewOp()}", Conflict = KeyConflict.Replace };
        long due = scene.Between(19, 19.9);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n1", due - (3 * S), due);
        tale.Start("n1", due + 300, due, due, 1);
        tale.Row(due, 1, OutcomeCode.Lost, 26 * S, due);
        tale.Raise();
        long old = tale.Arm("n2", (26 * S) + 50_000, due);
        tale.Start("n2", (26 * S) + 60_000, due, due, 2);
        tale.Row(due, 2, OutcomeCode.Lost, 56 * S, due);
        tale.Raise();
        tale.Complete("n2", (60 * S) + 200_000, due, 2, OutcomeCode.Succeeded, CompleteResult.Refused, old);

        // Its content is replaced, its occurrence is not: it is ready anew, long after any fault.
        long ready = scene.Between(80.2, 81);
        long start = ready + scene.Between(1.5, 3.5);
        tale.Submit(ready, Tale.Once(due), SubmitResult.Replaced);
        tale.Arm("n3", ready + 50_000, due);
        tale.Start("n3", start, due, due, 3);
        tale.Effect(start + 1_000, due);
        tale.Complete("n3", start + 30_000, due, 3, OutcomeCode.Succeeded);
        tale.Row(due, 3, OutcomeCode.Succeeded, start + 30_000, due, start);
    }

    /// <summary>Its owner asks for its end, too late; its node is taken over before it has obeyed, and comes to itself.</summary>
    public static void CancelledAndFrozen(Scene scene)
    {
        Tale tale = new(scene, "cancelled-frozen");
        long due = scene.Between(48, 49.5);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n2", due - (3 * S), due);
        tale.Start("n2", due + 300, due, due, 1);
        tale.Change(due + 100_000, ChangeKind.Cancel, ChangeResult.TooLate);
        tale.Row(due, 1, OutcomeCode.Lost, 56 * S, due);
        tale.Row(due, 0, OutcomeCode.Cancelled, 56 * S, due);
        tale.Complete("n2", (60 * S) + 200_000, due, 1, OutcomeCode.Cancelled, CompleteResult.Refused);
    }

    /// <summary>The end of n1 is settled, and another node does the work.</summary>
    private static void Settle(Tale tale, long due, bool lost, int attempt)
    {
        if (lost)
        {
            tale.Row(due, attempt - 1, OutcomeCode.Lost, 26 * S, due);
        }

        Succeed(tale, due, "n2", 26 * S, attempt);
    }

    private static void Succeed(Tale tale, long due, string node, long takeOver, int attempt = 1)
    {
        tale.Raise();
        tale.Arm(node, takeOver + 50_000, due);
        tale.Start(node, takeOver + 60_000, due, due, attempt);
        tale.Effect(takeOver + 61_000, due);
        tale.Complete(node, takeOver + 90_000, due, attempt, OutcomeCode.Succeeded);
        tale.Row(due, attempt, OutcomeCode.Succeeded, takeOver + 90_000, due, takeOver + 60_000);
    }
}
