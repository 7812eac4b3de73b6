using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

internal static class LossMutations
{
    public static IEnumerable<Mutation> All => Losses.Select(m => new Mutation(m.Name, ViolationKind.Lost, m.Apply));

    private static (string Name, Action<Draft> Apply)[] Losses =>
    [
        ("the run of an occurrence is dropped", d => d.Drop(d.One<FinalRun>(d.Job("plain")))),
        ("nothing came of a submit but its answer", d => Forget(d, d.Job("plain"))),
        ("an end becomes a retry that nothing follows", d =>
        {
            JobId job = d.Job("plain");
            d.Swap(d.One<FinalRun>(job), d.One<FinalRun>(job) with { Outcome = OutcomeCode.Retry });
        }),
        ("the successor of a killed node never ended it", d =>
        {
            JobId job = d.Job("killed-running");
            d.Drop(d.Of<FinalRun>(job).Where(r => r.Outcome == OutcomeCode.Succeeded));
            d.Drop<CompleteAnswered>(a => a.Job == job);
        }),
        ("the row of a waiting job is dropped", d => d.Drop(d.One<FinalJob>(d.Job("waiting")))),
        ("the row of a repeating job is dropped", d => d.Drop(d.One<FinalJob>(d.Job("every")))),
        ("a paused job is gone", d => d.Drop(d.One<FinalJob>(d.Job("left-paused")))),
        ("a waiting job was passed over", d =>
        {
            FinalJob row = d.One<FinalJob>(d.Job("waiting"));
            d.Swap(row, row with { Planned = Scene.At(90 * Scene.Second) });
        }),
        ("one occurrence of many left no trace", d =>
        {
            JobId job = d.Job("every");
            FinalRun row = d.Of<FinalRun>(job)[2];
            d.Drop(row);
            d.Drop(d.Of<StartSeen>(job).Where(s => s.Due == row.Due).Concat<HistoryEvent>(d.Of<ArmSeen>(job).Where(a => a.Due == row.Due))
                .Concat(d.Of<EffectSeen>(job).Where(e => e.Due == row.Due)).Concat(d.Of<CompleteAsked>(job).Where(c => c.Due == row.Due))
                .Concat(d.Of<CompleteAnswered>(job).Where(c => c.Due == row.Due)));
        }),
        ("the last occurrence before the open one left no row", d => d.Drop(d.Of<FinalRun>(d.Job("every"))[^1])),
        ("what went by has no skipped row", d => d.Drop(d.Of<FinalRun>(d.Job("every")).Where(r => r.Outcome == OutcomeCode.Skipped))),
        ("what went by in a pause has no skipped row", d => d.Drop(d.Of<FinalRun>(d.Job("paused")).Where(r => r.Outcome == OutcomeCode.Skipped))),
        ("a skipped row stands for fewer than went by", d =>
        {
            JobId job = d.Job("every");
            FinalRun row = d.Of<FinalRun>(job).Single(r => r.Outcome == OutcomeCode.Skipped);
            d.Swap(row, row with { SkippedTo = row.Due });
            d.Drop(d.Of<FinalRun>(job).Where(r => r.Due > row.Due).OrderBy(r => r.Due).Take(1));
        }),
        ("what its handler skipped stands for the occurrence after it too", d =>
        {
            JobId job = d.Job("every-skipping");
            FinalRun next = d.Of<FinalRun>(job).SkipWhile(r => r.Outcome != OutcomeCode.Skipped).ElementAt(1);
            d.Drop(d.Of<HistoryEvent>(job).Where(e => DueOf(e) == next.Due));
        }),
        ("a cancelled job left no row", d => d.Drop(d.One<FinalRun>(d.Job("cancelled")))),
        ("a cancel that a replace had taken back ended the job all the same", d =>
        {
            JobId job = d.Job("cancel-taken-back");
            FinalRun row = d.One<FinalRun>(job);
            d.Swap(row, row with { Outcome = OutcomeCode.Cancelled, Attempt = 0, Started = null });
            d.Drop(d.Of<StartSeen>(job).Concat<HistoryEvent>(d.Of<EffectSeen>(job)).Concat(d.Of<CompleteAsked>(job)).Concat(d.Of<CompleteAnswered>(job)));
        }),
        ("a pause that a resume had taken back stands", d => Pause(d, d.Job("pause-taken-back"))),
        ("a job that was resumed is paused", d => Pause(d, d.Job("paused"))),
        ("a repeated submit names a job that is nowhere", d => Forget(d, d.Job("unknown-repeated"))),
        ("an edit was applied and its occurrence never came", d =>
        {
            JobId job = d.Job("edited-late");
            d.Drop(d.Of<FinalRun>(job).Skip(1).Concat<HistoryEvent>(d.Of<StartSeen>(job).Skip(1)).Concat(d.Of<CompleteAnswered>(job).Skip(1)));
        }),
    ];

    private static Time.Instant? DueOf(HistoryEvent e) => e switch
    {
        FinalRun row => row.Due,
        ArmSeen arm => arm.Due,
        StartSeen start => start.Due,
        EffectSeen effect => effect.Due,
        CompleteAsked asked => asked.Due,
        CompleteAnswered answer => answer.Due,
        _ => null,
    };

    private static void Pause(Draft d, JobId job)
    {
        FinalJob row = d.One<FinalJob>(job);
        d.Swap(row, row with { State = JobState.Paused });
    }

    private static void Forget(Draft d, JobId job) => d.Drop(d.Of<HistoryEvent>(job));
}
