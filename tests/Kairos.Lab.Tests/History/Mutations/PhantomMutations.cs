using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

internal static class PhantomMutations
{
    private static readonly TimeSpan s_microsecond = TimeSpan.FromMicroseconds(1);

    public static IEnumerable<Mutation> All => Phantoms.Select(m => new Mutation(m.Name, ViolationKind.Phantom, m.Apply));

    private static (string Name, Action<Draft> Apply)[] Phantoms =>
    [
        ("nobody submitted a job that ran", d =>
        {
            SubmitAsked asked = d.Submits(d.Job("plain")).Single();
            d.Drop(asked, d.Answer(asked));
        }),
        ("a job whose submit was refused ran", d =>
        {
            JobId job = d.Job("plain");
            SubmitAsked asked = d.Submits(job).Single();
            d.Swap(d.Answer(asked), d.Answer(asked) with { Result = SubmitResult.Failed });
            d.Swap(asked, asked with { Job = job });
        }),
        ("an occurrence ran a microsecond beside its due instant", d =>
        {
            FinalRun row = d.One<FinalRun>(d.Job("plain"));
            d.Swap(row, row with { Due = row.Due + s_microsecond });
        }),
        ("an occurrence that the period does not yield", d =>
        {
            FinalRun row = d.Middle<FinalRun>(d.Job("every"));
            d.Add(row with { Due = row.Due + s_microsecond, Started = null });
        }),
        ("an occurrence before the first", d =>
        {
            JobId job = d.Job("every");
            FinalRun row = d.One<FinalRun>(job);
            d.Add(row with { Due = row.Due - TimeSpan.FromMicroseconds(d.Submits(job)[0].Plan!.PeriodMicros!.Value), Started = null });
        }),
        ("a hold of an occurrence that was never planned", d =>
        {
            ArmSeen arm = d.One<ArmSeen>(d.Job("plain"));
            d.Swap(arm, arm with { Due = arm.Due - s_microsecond });
        }),
        ("a run now of another time", d =>
        {
            JobId job = d.Job("run-now");
            ChangeAsked asked = d.One<ChangeAsked>(job);
            d.Swap(asked, asked with { At = asked.At - TimeSpan.FromSeconds(5) });
            d.Swap(d.Answer(asked), d.Answer(asked) with { At = asked.At - TimeSpan.FromSeconds(4) });
        }),
        ("a run that no node started", d => d.Drop(d.One<StartSeen>(d.Job("plain")))),
        ("an end that was refused is in the record", d =>
        {
            CompleteAnswered answer = d.One<CompleteAnswered>(d.Job("plain"));
            d.Swap(answer, answer with { Result = CompleteResult.Refused });
        }),
        ("an attempt's end by its owner's wish was refused and is in the record", d =>
        {
            CompleteAnswered answer = d.One<CompleteAnswered>(d.Job("cancelled-late"));
            d.Swap(answer, answer with { Result = CompleteResult.Refused });
        }),
        ("an attempt's end was refused after a take-over and is in the record", d =>
        {
            FinalRun row = d.Of<FinalRun>(d.Job("cancelled-frozen")).Single(r => r.Outcome == OutcomeCode.Cancelled);
            d.Swap(row, row with { Attempt = 2, Started = row.Due });
        }),
        ("an effect under a fence that nobody had", d =>
        {
            EffectSeen effect = d.One<EffectSeen>(d.Job("plain"));
            d.Swap(effect, effect with { Fence = effect.Fence + 7 });
        }),
        ("a run under the key of another job", d =>
        {
            FinalRun row = d.Of<FinalRun>(d.Job("every"))[0];
            d.Swap(row, row with { Key = "other" });
        }),
        ("a live job of another owner", d =>
        {
            FinalJob row = d.One<FinalJob>(d.Job("waiting"));
            d.Swap(row, row with { Owner = "other" });
        }),
        ("one submit without an answer made two jobs", d =>
        {
            FinalRun row = d.One<FinalRun>(d.Job("unknown-stored"));
            d.Add(row with { Job = new JobId(Guid.NewGuid()), Started = null });
        }),
    ];
}
