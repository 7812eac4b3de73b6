using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>All that a history tells of one job, each list in the order of its stamps.</summary>
internal sealed class JobStory(JobId id)
{
    private readonly HashSet<long> _committed = [];

    internal JobId Id => id;

    internal List<Submit> Submits { get; } = [];

    internal List<Change> Changes { get; } = [];

    internal List<ArmSeen> Arms { get; } = [];

    internal List<StartSeen> Starts { get; } = [];

    internal List<GateSeen> Gates { get; } = [];

    internal List<EffectSeen> Effects { get; } = [];

    internal List<CompleteAsked> Asks { get; } = [];

    internal List<CompleteAnswered> Answers { get; } = [];

    internal List<SkipSeen> Skips { get; } = [];

    internal List<FinalRun> Runs { get; } = [];

    internal List<FinalJob> Live { get; } = [];

    /// <summary>What set its due instants, in the order of asking. Complete once all is read.</summary>
    internal IReadOnlyList<Planning> Plannings { get; private set; } = [];

    /// <summary>Its handler passes a gate.</summary>
    internal bool Gated { get; private set; }

    /// <summary>Everything that names an occurrence of it.</summary>
    internal IEnumerable<(Instant Due, HistoryEvent Event)> Mentions() =>
    [
        .. Arms.Select(e => (e.Due, (HistoryEvent)e)), .. Starts.Select(e => (e.Due, (HistoryEvent)e)), .. Gates.Select(e => (e.Due, (HistoryEvent)e)),
        .. Effects.Select(e => (e.Due, (HistoryEvent)e)), .. Runs.Select(e => (e.Due, (HistoryEvent)e)), .. Live.Select(e => (e.Due, (HistoryEvent)e)),
    ];

    /// <summary>The store has said that an end of the hold of this fence is committed.</summary>
    internal bool Committed(long fence) => _committed.Contains(fence);

    /// <summary>How often this occurrence was lost, one time after the other, with the nodes that held it before this hold.</summary>
    internal int LossesBefore(Instant due, long fence)
    {
        FinalRun[] before = [.. Runs.Where(r => r.Fence < fence).OrderByDescending(r => r.Fence)];
        int losses = before.Where(r => r.Due == due).TakeWhile(r => r.Outcome == OutcomeCode.Lost).Count();

        // A content that was buried leaves one loss to the one that stands in its place.
        bool afterBurial = before.SkipWhile(r => r.Outcome == OutcomeCode.Lost).FirstOrDefault() is { Outcome: OutcomeCode.Buried };
        return afterBurial ? losses + 1 : losses;
    }

    /// <summary>A later call has undone this one, if it was not carried out by then: a replace a cancel, a resume a pause.</summary>
    internal bool IsTakenBack(Change change) => change.Answer is { Result: not ChangeResult.Unknown } answer && change.Asked.Change switch
    {
        ChangeKind.Cancel => Submits.Exists(s => s.Answer?.Result == SubmitResult.Replaced && s.Asked.Mono > answer.Mono),
        ChangeKind.Pause => Changes.Exists(c => c is { Asked.Change: ChangeKind.Resume, Applied: true } && c.Asked.Mono > answer.Mono),
        _ => false,
    };

    /// <summary>Brings what was read into the form that rules ask for.</summary>
    internal void Close()
    {
        _committed.UnionWith(Answers.Where(a => a.Result == CompleteResult.Committed).Select(a => a.Fence));
        Gated = Submits.Exists(s => s.Asked.Gated);
        Plannings =
        [
            .. Submits.Where(s => s.Stored || s.Open)
                .Select(s => new Planning(s.Asked, s.Answer, s.Asked.Plan) { Definite = s.Stored, Free = s.Asked.Plan is null })
                .Concat(Changes.Where(c => c.MayStand && c.Asked.Change is ChangeKind.Edit or ChangeKind.Resume or ChangeKind.RunNow)
                    .Select(c => new Planning(c.Asked, c.Answer, c.Asked.Plan)
                    {
                        Definite = c.Answer?.Result is ChangeResult.Applied or ChangeResult.TooLate,
                        Free = c.Asked.Change == ChangeKind.RunNow,
                    }))
                .OrderBy(p => p.Asked.Mono),
        ];
    }
}
