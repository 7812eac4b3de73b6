using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History;

/// <summary>Jobs that repeat, until the nodes stop.</summary>
internal static class GridTales
{
    private const long S = Scene.Second;

    public static void Every(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "every");
        long open = RunUntil(tale, first, period, 84 * S);

        // While the database restarts and some time after, its occurrences go by.
        long last = open + (scene.Random.Next(1, 4) * period);
        bool exact = scene.Random.Next(2) == 0;
        tale.Row(open, 0, OutcomeCode.Skipped, last + S, skippedTo: exact ? last : null);
        scene.Emit("n3", last + S, new SkipSeen { Job = tale.Id, First = Scene.At(open), Last = exact ? Scene.At(last) : null });

        tale.Raise();
        tale.Live(RunUntil(tale, last + period, period, Scene.Stop));
    }

    public static void Paused(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "paused");
        long open = RunUntil(tale, first, period, 38 * S);
        tale.Change(open - 300_000, ChangeKind.Pause, ChangeResult.Applied);
        tale.Raise();
        long resumed = 48 * S;
        tale.Change(resumed, ChangeKind.Resume, ChangeResult.Applied);
        tale.Row(open, 0, OutcomeCode.Skipped, resumed);
        long next = open + ((((resumed - open) / period) + 1) * period);
        tale.Live(RunUntil(tale, next, period, Scene.Stop, resumed + 10_000));
    }

    public static void PauseTakenBack(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "pause-taken-back");
        long open = RunUntil(tale, first, period, 38 * S);
        tale.Change(open - 300_000, ChangeKind.Pause, ChangeResult.Pending);
        tale.Change(open - 200_000, ChangeKind.Resume, ChangeResult.Applied);
        tale.Raise();
        tale.Live(RunUntil(tale, open, period, Scene.Stop, open - 100_000));
    }

    public static void LeftPaused(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "left-paused");
        long open = RunUntil(tale, first, period, 38 * S);
        tale.Change(open - 300_000, ChangeKind.Pause, ChangeResult.Applied);
        tale.Raise();
        tale.Live(open, JobState.Paused);
    }

    public static void Cancelled(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "every-cancelled");
        long open = RunUntil(tale, first, period, 40 * S);
        tale.Change(open - 300_000, ChangeKind.Cancel, ChangeResult.Applied);
        tale.Raise();
        tale.Row(open, 0, OutcomeCode.Cancelled, open - 298_000);
    }

    public static void CancelledTooLate(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "every-too-late");
        long open = RunUntil(tale, first, period, 40 * S);
        tale.Change(open + 100_000, ChangeKind.Cancel, ChangeResult.TooLate);
        tale.Run(open, open - S, outcome: OutcomeCode.Cancelled, work: 400_000);
    }

    /// <summary>Its handler says of one occurrence that it need not be done, and the next comes as ever.</summary>
    public static void SkippedByItsHandler(Scene scene)
    {
        (Tale tale, long first, long period) = Begin(scene, "every-skipping");
        long skipped = RunUntil(tale, first, period, 40 * S);
        long ended = tale.Run(skipped, skipped - S, outcome: OutcomeCode.Skipped);
        tale.Live(RunUntil(tale, skipped + period, period, Scene.Stop, ended));
    }

    private static (Tale Tale, long First, long Period) Begin(Scene scene, string kind)
    {
        long period = scene.Random.Next(2, 5) * S;
        long first = scene.Between(5, 9);
        Tale tale = new(scene, kind) { Key = scene.NewOp() };
        tale.Submit(first - (4 * S), new DuePlan(Scene.At(first), period));
        return (tale, first, period);
    }

    /// <summary>Runs each occurrence before a moment; returns the first that is not before it.</summary>
    private static long RunUntil(Tale tale, long first, long period, long until, long ready = 0)
    {
        long due = first;
        for (; due < until; due += period)
        {
            ready = tale.Run(due, Math.Max(ready, due - (3 * S)));
        }

        return due;
    }
}
