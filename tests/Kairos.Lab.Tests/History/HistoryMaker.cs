using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History;

/// <summary>Histories in which every promise is kept, whatever happens.</summary>
internal static class HistoryMaker
{
    private const int OfEach = 3;
    private const long S = Scene.Second;

    private static readonly Action<Scene>[] s_tales =
    [
        Plain, Retried, AcknowledgedAtTheSecondTry, RecordedWithoutAnAnswer, Waiting, Adopted,
        NodeTales.KilledWhileRunning, NodeTales.KilledWhileArmed, NodeTales.Zombie, NodeTales.FrozenBetweenArmAndAnswer,
        NodeTales.Gated, NodeTales.KilledBehindTheGate, NodeTales.KilledBeforeTheGate, NodeTales.FrozenWhileRunning, NodeTales.LostTwice, NodeTales.CancelledAndFrozen,
        GridTales.Every, GridTales.Paused, GridTales.PauseTakenBack, GridTales.Cancelled, GridTales.CancelledTooLate, GridTales.LeftPaused, GridTales.SkippedByItsHandler,
        CallTales.CancelledBefore, CallTales.CancelledWhileRunning, CallTales.CancelledInTheEnd, CallTales.CancelTakenBack, CallTales.LateCancelTakenBack, CallTales.Edited, CallTales.EditedWhileRunning,
        CallTales.Keyed, CallTales.ReplacedWithoutAnAnswer, CallTales.UnknownAndStored, CallTales.UnknownAndRepeated, CallTales.UnknownAndNotStored, CallTales.Refused, CallTales.RunNow,
    ];

    public static List<HistoryEvent> Make(int seed)
    {
        Scene scene = new(seed);
        foreach (Action<Scene> tell in s_tales)
        {
            for (int i = 0; i < OfEach; i++)
            {
                tell(scene);
            }
        }

        return scene.Finish();
    }

    private static void Plain(Scene scene)
    {
        Tale tale = new(scene, "plain");
        // Not while a fault or what follows it excuses lateness.
        long due = scene.Random.Next(2) == 0 ? scene.Between(8, 18) : scene.Between(108, 118);
        tale.Submit(due - scene.Between(4, 7), Tale.Once(due));
        tale.Run(due, due - (4 * S));
    }

    private static void Retried(Scene scene)
    {
        Tale tale = new(scene, "retried");
        long due = scene.Between(5, 100);
        tale.Submit(due - (5 * S), Tale.Once(due));
        long first = tale.Run(due, 0, 1, OutcomeCode.Retry);
        long second = tale.Run(due, first, 2, OutcomeCode.Snoozed, first + scene.Between(0.2, 4));
        tale.Run(due, second, 3, OutcomeCode.Failed, second + S);
    }

    private static void AcknowledgedAtTheSecondTry(Scene scene)
    {
        Tale tale = new(scene, "twice-told");
        long due = scene.Between(84, 86);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n3", due - (3 * S), due);
        tale.Start("n3", due + 300, due, due, 1);
        tale.Complete("n3", due + 5_000, due, 1, OutcomeCode.Succeeded, CompleteResult.Unknown);
        tale.Complete("n3", due + (3 * S), due, 1, OutcomeCode.Succeeded);
        tale.Row(due, 1, OutcomeCode.Succeeded, due + 5_000, due, due + 300);
    }

    private static void RecordedWithoutAnAnswer(Scene scene)
    {
        Tale tale = new(scene, "unheard");
        long due = scene.Between(19.1, 19.9);
        tale.Submit(due - (5 * S), Tale.Once(due));
        tale.Arm("n1", due - (3 * S), due);
        tale.Start("n1", due + 300, due, due, 1);
        tale.Complete("n1", due + 5_000, due, 1, OutcomeCode.NeedsHuman, CompleteResult.Unknown);
        tale.Row(due, 1, OutcomeCode.NeedsHuman, due + 5_000, due, due + 300);
    }

    private static void Waiting(Scene scene)
    {
        Tale tale = new(scene, "waiting") { Key = $"w{scene.NewOp()}" };
        long due = scene.Between(200, 300);
        tale.Submit(scene.Between(1, 100), Tale.Once(due));
        tale.Live(due);
    }

    private static void Adopted(Scene scene)
    {
        Tale tale = new(scene, "adopted");
        long due = scene.Between(89, 91);
        tale.Submit(due - (6 * S), Tale.Once(due));
        tale.Arm("n3", due - (4 * S), due, seen: due - (2 * S));
        tale.See("n3", due - S, due, due);
        tale.Start("n3", due + 500, due, due, 1);
        tale.Complete("n3", due + 9_000, due, 1, OutcomeCode.Succeeded);
        tale.Row(due, 1, OutcomeCode.Succeeded, due + 9_000, due, due + 500);
    }
}
