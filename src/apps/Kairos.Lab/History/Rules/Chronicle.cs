using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Lab.History.Rules;

/// <summary>A history, told job by job.</summary>
internal sealed class Chronicle
{
    private readonly Dictionary<JobId, JobStory> _jobs = [];
    private readonly Dictionary<string, Submit> _submits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Change> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _deaths = new(StringComparer.Ordinal);
    private readonly List<TakeOverSeen> _takeOvers = [];
    private readonly List<BeatSeen> _beats = [];
    private readonly List<HistoryEvent> _faults = [];
    private readonly List<HistoryEvent> _unpaired = [];
    private readonly HistoryCheckOptions _options;

    private Chronicle(HistoryCheckOptions options) => _options = options;

    internal IEnumerable<JobStory> Jobs => _jobs.Values;

    internal IEnumerable<Submit> Submits => _submits.Values;

    /// <summary>Answers of calls that nobody made.</summary>
    internal IReadOnlyList<HistoryEvent> Unpaired => _unpaired;

    internal IReadOnlyList<HistoryEvent> Faults => _faults;

    internal IReadOnlyList<TakeOverSeen> TakeOvers => _takeOvers;

    internal IReadOnlyList<BeatSeen> Beats => _beats;

    internal FinalRead? Final { get; private set; }

    internal HistoryCheckOptions Options => _options;

    /// <summary>Reads events that are in the order of their stamps.</summary>
    internal static Chronicle Of(IEnumerable<HistoryEvent> events, HistoryCheckOptions options)
    {
        Chronicle chronicle = new(options);
        foreach (HistoryEvent e in events)
        {
            chronicle.Take(e);
        }

        chronicle.NameSubmits();
        foreach (JobStory story in chronicle._jobs.Values)
        {
            story.Close();
        }

        return chronicle;
    }

    /// <summary>Whether this node had been taken over by then.</summary>
    internal bool IsDead(string node, long mono) => _deaths.TryGetValue(node, out long death) && death <= mono;

    private void Take(HistoryEvent e)
    {
        switch (e)
        {
            case SubmitAsked asked: _submits.TryAdd(asked.Op, new Submit(asked)); break;
            case SubmitAnswered answered when _submits.TryGetValue(answered.Op, out Submit? submit): submit.Answer = answered; break;
            case ChangeAsked asked: TakeChange(asked); break;
            case ChangeAnswered answered when _changes.TryGetValue(answered.Op, out Change? change): change.Answer = answered; break;
            case SubmitAnswered or ChangeAnswered: _unpaired.Add(e); break;
            case ArmSeen arm: Of(arm.Job).Arms.Add(arm); break;
            case StartSeen start: Of(start.Job).Starts.Add(start); break;
            case GateSeen gate: Of(gate.Job).Gates.Add(gate); break;
            case EffectSeen effect: Of(effect.Job).Effects.Add(effect); break;
            case CompleteAsked ask: Of(ask.Job).Asks.Add(ask); break;
            case CompleteAnswered answer: Of(answer.Job).Answers.Add(answer); break;
            case SkipSeen skip: Of(skip.Job).Skips.Add(skip); break;
            case FinalJob job: Of(job.Job).Live.Add(job); break;
            case FinalRun run: Of(run.Job).Runs.Add(run); break;
            case TakeOverSeen death: _takeOvers.Add(death); _deaths.TryAdd(death.Dead, death.Mono); break;
            case BeatSeen beat: _beats.Add(beat); break;
            case FaultBegan or FaultEnded: _faults.Add(e); break;
            case FinalRead read: Final = read; break;
            default: throw new InvalidOperationException($"{e.GetType().Name} is not known to the judge: teach it.");
        }
    }

    private void TakeChange(ChangeAsked asked)
    {
        Change change = new(asked);
        if (_changes.TryAdd(asked.Op, change))
        {
            Of(asked.Job).Changes.Add(change);
        }
    }

    /// <summary>Gives each submit to its job. One whose answer did not come, and whose id nobody knows, is found by what it asked for.</summary>
    private void NameSubmits()
    {
        Dictionary<(string, string, string?), List<Submit>> nameless = [];
        foreach (Submit submit in _submits.Values)
        {
            if (submit.Job is { } job)
            {
                Of(job).Submits.Add(submit);
            }
            else if (submit.Open)
            {
                (string, string, string?) content = (submit.Asked.Owner, submit.Asked.Kind, submit.Asked.Key);
                if (!nameless.TryGetValue(content, out List<Submit>? same))
                {
                    nameless.Add(content, same = []);
                }

                same.Add(submit);
            }
        }

        foreach (JobStory story in _jobs.Values)
        {
            if (ContentOf(story) is { } content && nameless.TryGetValue(content, out List<Submit>? same))
            {
                NameBy(story, same);
            }
        }
    }

    /// <summary>A submit makes or replaces one job at most: whoever it explains first has it.</summary>
    private static void NameBy(JobStory story, List<Submit> nameless)
    {
        // Only one with a key may be of a job that another submit made.
        IEnumerable<Instant> dues = story.Mentions().Select(m => m.Due).Distinct();
        foreach (Instant due in story.Submits.Count == 0 ? dues.Take(1) : [])
        {
            Take(s => s.Asked.Plan?.Yields(due) ?? true);
        }

        foreach (Instant due in dues.Where(d => !story.Submits.Exists(s => s.Asked.Plan?.Yields(d) ?? true)))
        {
            Take(s => s.Asked is { Key: not null, Conflict: KeyConflict.Replace, Plan: { } plan } && plan.Yields(due));
        }

        void Take(Predicate<Submit> explains)
        {
            int found = nameless.FindIndex(explains);
            if (found >= 0)
            {
                story.Submits.Add(nameless[found]);
                nameless.RemoveAt(found);
            }
        }
    }

    private static (string Owner, string Kind, string? Key)? ContentOf(JobStory story) =>
        story.Live is [FinalJob job, ..] ? (job.Owner, job.Kind, job.Key)
        : story.Runs is [FinalRun run, ..] ? (run.Owner, run.Kind, run.Key)
        : story.Submits is [{ Asked: { } asked }, ..] ? (asked.Owner, asked.Kind, asked.Key)
        : null;

    private JobStory Of(JobId job)
    {
        if (!_jobs.TryGetValue(job, out JobStory? story))
        {
            _jobs.Add(job, story = new JobStory(job));
        }

        return story;
    }
}
