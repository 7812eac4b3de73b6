using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History;

/// <summary>What callers do to jobs, and what becomes of their calls.</summary>
internal static class CallTales
{
    private const long S = Scene.Second;

    public static void CancelledBefore(Scene scene)
    {
        Tale tale = new(scene, "cancelled");
        long due = scene.Between(10, 110);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n3", due - (3 * S), due);
        tale.Change(due - S, ChangeKind.Cancel, ChangeResult.Applied);
        tale.Row(due, 0, OutcomeCode.Cancelled, due - S);
    }

    public static void CancelledWhileRunning(Scene scene)
    {
        Tale tale = new(scene, "cancelled-late");
        long due = scene.Between(10, 110);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Change(due + 100_000, ChangeKind.Cancel, ChangeResult.TooLate);
        tale.Run(due, due - (3 * S), outcome: OutcomeCode.Cancelled, work: 300_000);
    }

    public static void CancelledInTheEnd(Scene scene)
    {
        Tale tale = new(scene, "cancel-pending");
        long due = scene.Between(10, 110);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n3", due - (4 * S), due);
        tale.Change(due - (2 * S), ChangeKind.Cancel, ChangeResult.Pending);
        tale.Row(due, 0, OutcomeCode.Cancelled, due - S);
    }

    public static void CancelTakenBack(Scene scene)
    {
        Tale tale = new(scene, "cancel-taken-back") { Key = scene.NewOp(), Conflict = KeyConflict.Replace };
        long due = scene.Between(10, 100);
        long other = due + scene.Between(4, 8);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n3", due - (4 * S), due);
        tale.Change(due - (2 * S), ChangeKind.Cancel, ChangeResult.Pending);
        tale.Submit(due - S, Tale.Once(other), SubmitResult.Replaced);
        tale.Raise();
        tale.Run(other, due);
    }

    public static void LateCancelTakenBack(Scene scene)
    {
        Tale tale = new(scene, "late-cancel-taken-back") { Key = scene.NewOp(), Conflict = KeyConflict.Replace };
        long due = scene.Between(10, 100);
        long other = due + scene.Between(4, 8);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Change(due + 100_000, ChangeKind.Cancel, ChangeResult.TooLate);
        long end = tale.Run(due, due - (4 * S), outcome: OutcomeCode.Cancelled, work: 300_000);
        tale.Submit(due + 150_000, Tale.Once(other), SubmitResult.Replaced);
        tale.Run(other, end);
    }

    public static void Edited(Scene scene)
    {
        Tale tale = new(scene, "edited");
        long due = scene.Between(10, 100);
        long other = due + scene.Between(1, 8);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n3", due - (3 * S), due);
        tale.Change(due - S, ChangeKind.Edit, ChangeResult.Applied, Tale.Once(other));
        tale.Raise();
        tale.Change(due - (S / 2), ChangeKind.Edit, ChangeResult.Applied);
        tale.Run(other, due);
    }

    public static void EditedWhileRunning(Scene scene)
    {
        Tale tale = new(scene, "edited-late");
        long due = scene.Between(10, 100);
        long other = due + scene.Between(2, 8);
        tale.Submit(due - (6 * S), Tale.Once(due));
        long end = tale.Run(due, due - (4 * S), work: 300_000);
        tale.Change(due + 100_000, ChangeKind.Edit, ChangeResult.TooLate, Tale.Once(other));
        tale.Run(other, end);
    }

    public static void Keyed(Scene scene)
    {
        Tale tale = new(scene, "keyed") { Key = scene.NewOp() };
        long due = scene.Between(10, 90);
        long other = due + (2 * S);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Submit(due - (5 * S), Tale.Once(due + 7), SubmitResult.KeyTaken);
        tale.Submit(due - (4 * S), Tale.Once(due + 7), SubmitResult.Kept);
        tale.Arm("n3", due - (3 * S), due);
        tale.Submit(due - S, Tale.Once(other), SubmitResult.Replaced);
        tale.Raise();
        long end = tale.Run(other, due);

        Tale next = new(scene, "keyed") { Key = tale.Key };
        long later = end + scene.Between(4, 8);
        next.Submit(end + 1_000, Tale.Once(later));
        next.Run(later, end + 10_000);
    }

    public static void ReplacedWithoutAnAnswer(Scene scene)
    {
        Tale tale = new(scene, "replaced-unheard") { Key = scene.NewOp(), Conflict = KeyConflict.Replace };
        long other = scene.Between(93, 95);
        tale.Submit(84 * S, Tale.Once(other - S));
        tale.Submit(86 * S, Tale.Once(other), SubmitResult.Unknown, named: false);
        tale.Version = 2;
        tale.Run(other, 88 * S);
    }

    public static void UnknownAndStored(Scene scene)
    {
        Tale tale = new(scene, "unknown-stored") { Key = scene.NewOp() };
        long due = scene.Between(90, 95);
        tale.Submit(86 * S, Tale.Once(due), SubmitResult.Unknown, named: false);
        tale.Run(due, 88 * S);
    }

    public static void UnknownAndRepeated(Scene scene)
    {
        Tale tale = new(scene, "unknown-repeated");
        string key = scene.NewOp();
        long due = scene.Between(91, 95);
        tale.Submit(86 * S, Tale.Once(due), SubmitResult.Unknown, key, named: false);
        tale.Submit(88 * S, Tale.Once(due), SubmitResult.Repeated, key);
        tale.Run(due, 88 * S);
    }

    public static void UnknownAndNotStored(Scene scene) =>
        new Tale(scene, "unknown-gone").Submit(86 * S, Tale.Once(91 * S), SubmitResult.Unknown, named: false);

    public static void Refused(Scene scene) =>
        new Tale(scene, "refused").Submit(86 * S, Tale.Once(91 * S), SubmitResult.Failed, named: false);

    public static void RunNow(Scene scene)
    {
        Tale tale = new(scene, "run-now");
        long due = scene.Between(60, 110);
        long now = due - scene.Between(8, 20);
        tale.Submit(now - (6 * S), Tale.Once(due));
        tale.Change(now - 2_000, ChangeKind.RunNow, ChangeResult.Applied);
        tale.Version = 2;
        tale.Run(now, now + 2_000);
    }
}
