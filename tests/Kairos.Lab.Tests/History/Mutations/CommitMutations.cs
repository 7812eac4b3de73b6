using Kairos.Jobs;
using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

internal static class CommitMutations
{
    public static IEnumerable<Mutation> All =>
    [
        .. Duplicates.Select(m => new Mutation(m.Name, ViolationKind.DuplicateCommit, m.Apply)),
        .. Unrecorded.Select(m => new Mutation(m.Name, ViolationKind.Unrecorded, m.Apply)),
    ];

    private static (string Name, Action<Draft> Apply)[] Duplicates =>
    [
        ("an end is doubled under a higher fence", d =>
        {
            FinalRun row = d.One<FinalRun>(d.Job("plain"));
            d.Add(row with { Fence = row.Fence + 1, Attempt = 2, Started = null });
        }),
        ("an end is doubled under the same fence", d =>
        {
            FinalRun row = d.Middle<FinalRun>(d.Job("every"));
            d.Add(row with { Attempt = row.Attempt + 1 });
        }),
        ("an attempt is recorded twice", d => d.Add(d.Of<FinalRun>(d.Job("retried")).First(r => r.Outcome == OutcomeCode.Retry) with { Reason = "again" })),
        ("a cancelled job ended as well", d =>
        {
            FinalRun row = d.One<FinalRun>(d.Job("cancelled"));
            d.Add(row with { Attempt = 1, Outcome = OutcomeCode.Succeeded });
        }),
        ("the commit of a zombie was accepted too", d =>
        {
            CompleteAnswered refused = d.Of<CompleteAnswered>(d.Job("zombie")).Single(a => a.Result == CompleteResult.Refused);
            d.Swap(refused, refused with { Result = CompleteResult.Committed });
        }),
        ("two ends were acknowledged under one fence", d =>
        {
            CompleteAnswered answer = d.One<CompleteAnswered>(d.Job("plain"));
            d.Add(answer with { Outcome = OutcomeCode.Failed, Mono = answer.Mono + 1 });
        }),
        ("an occurrence that has ended is open again", d =>
        {
            FinalJob row = d.One<FinalJob>(d.Job("every"));
            d.Swap(row, row with { Due = d.Of<FinalRun>(row.Job)[^1].Due });
        }),
    ];

    private static (string Name, Action<Draft> Apply)[] Unrecorded =>
    [
        ("the record has another outcome than was acknowledged", d =>
        {
            FinalRun row = d.One<FinalRun>(d.Job("plain"));
            d.Swap(row, row with { Outcome = OutcomeCode.Failed });
        }),
        ("the record has another fence than was acknowledged", d =>
        {
            FinalRun row = d.Middle<FinalRun>(d.Job("every"));
            d.Swap(row, row with { Fence = row.Fence + 1, Started = null });
        }),
        ("an acknowledged retry is not in the record", d => d.Drop(d.Of<FinalRun>(d.Job("retried")).Where(r => r.Outcome == OutcomeCode.Retry))),
        ("an acknowledged skip is not in the record", d => d.Drop(d.Of<FinalRun>(d.Job("every")).Where(r => r.Outcome == OutcomeCode.Skipped))),
        ("an end that was refused is reported as committed, and stands nowhere", d =>
        {
            CompleteAnswered refused = d.Of<CompleteAnswered>(d.Job("frozen-running")).Single(a => a.Result == CompleteResult.Refused);
            d.Swap(refused, refused with { Result = CompleteResult.Committed });
        }),
    ];
}
