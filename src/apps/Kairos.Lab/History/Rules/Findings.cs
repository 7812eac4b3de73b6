using Kairos.Jobs;

namespace Kairos.Lab.History.Rules;

/// <summary>What rules have found: all are counted, of each kind the first are kept with their evidence.</summary>
internal sealed class Findings
{
    private const int MostKept = 100;
    private const int MostEvidence = 12;
    private readonly long[] _counts = new long[Enum.GetValues<ViolationKind>().Length];
    private readonly List<Violation> _kept = [];

    internal IReadOnlyList<Violation> Kept => _kept;

    internal bool None => Array.TrueForAll(_counts, c => c == 0);

    internal long Of(ViolationKind kind) => _counts[(int)kind];

    internal void Add(ViolationKind kind, JobId? job, string text, params IEnumerable<HistoryEvent?> evidence)
    {
        if (++_counts[(int)kind] <= MostKept)
        {
            _kept.Add(new Violation(kind, job, text, [.. evidence.OfType<HistoryEvent>().Take(MostEvidence).Select(HistoryJson.Write)]));
        }
    }
}
