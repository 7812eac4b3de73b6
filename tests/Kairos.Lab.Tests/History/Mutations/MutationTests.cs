using Kairos.Lab.History;

namespace Kairos.Lab.Tests.History.Mutations;

public sealed class MutationTests
{
    private const int Seeds = 6;

    private static readonly IReadOnlyDictionary<string, Mutation> s_mutations = LossMutations.All
        .Concat(PhantomMutations.All).Concat(CommitMutations.All).Concat(FenceMutations.All).Concat(TimeMutations.All).Concat(CallMutations.All)
        .ToDictionary(m => m.Name);

    public static TheoryData<string> Names => [.. s_mutations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_promise_is_found_and_called_by_its_name(string name)
    {
        Mutation mutation = s_mutations[name];
        for (int seed = 1000; seed < 1000 + Seeds; seed++)
        {
            Draft draft = new(HistoryMaker.Make(seed), seed);
            mutation.Apply(draft);

            Verdict verdict = HistoryChecker.Check(draft.Finish(), new HistoryCheckOptions());

            verdict.Ok.ShouldBeFalse($"seed {seed}");
            verdict.Violations.ShouldContain(v => v.Kind == mutation.Kind && (v.Evidence.Count > 0 || v.Kind == ViolationKind.Incomplete), $"seed {seed}: {string.Join('\n', verdict.Violations)}");
        }
    }

    [Fact]
    public void There_are_at_least_forty_ways_to_break_a_promise_and_some_for_each_kind()
    {
        s_mutations.Count.ShouldBeGreaterThanOrEqualTo(40);
        s_mutations.Values.Select(m => m.Kind).Distinct().Order().ShouldBe(Enum.GetValues<ViolationKind>());
    }
}
