using System.Collections.Concurrent;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Seats.Grabs;
using Kairos.Stores;

namespace Kairos.Seats.Results;

/// <summary>A grab's result.</summary>
/// <param name="Job">The task.</param>
/// <param name="Notes">What happened.</param>
/// <param name="Run">The record.</param>
public sealed record GrabResult(JobId Job, GrabNotes Notes, RunView Run);

/// <summary>Each user's last result, from memory: a view on runs, kept by the event stream, filled from the store on the first question.</summary>
/// <remarks>Where nodes share the store, runs end on any of them and only the store has seen them all: it is asked each time.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class LastResults
{
    // A user takes about 1 KB; the least recently made are not kept apart, the whole is dropped and fills again.
    private const int MostUsers = 200_000;
    private readonly ConcurrentDictionary<string, GrabResult?> _results = new(StringComparer.Ordinal);
    private readonly JobClient _jobs;

    private readonly EventStream _events;
    private readonly bool _isShared;

    /// <param name="jobs">For what is not in memory.</param>
    /// <param name="events">Of this node.</param>
    /// <param name="isShared">Other nodes run jobs of the same store.</param>
    internal LastResults(JobClient jobs, EventStream events, bool isShared) => (_jobs, _events, _isShared) = (jobs, events, isShared);

    /// <summary>Hears every run from now on, for as long as the engine lives.</summary>
    internal void Listen()
    {
        if (!_isShared)
        {
            _events.Listen(Take);
        }
    }

    /// <summary>The last result of a user's grabs; null when there is none.</summary>
    public async ValueTask<GrabResult?> FindAsync(string owner, CancellationToken ct)
    {
        if (_results.TryGetValue(owner, out GrabResult? known))
        {
            return known;
        }

        IReadOnlyList<RunView> runs = await _jobs.RunsAsync(new RunFilter { Owner = owner, Kind = GrabPayload.Kind, Limit = 20 }, ct);
        GrabResult? last = runs.Select(ResultOf).FirstOrDefault(r => r is not null);

        // A run that ended while we read is newer than what we read.
        return _isShared ? last : _results.GetOrAdd(owner, last);
    }

    private void Take(EngineEvent e)
    {
        if (e is not RunCommitted { Run: { Kind: GrabPayload.Kind } run } || ResultOf(run) is not { } result)
        {
            return;
        }

        if (_results.Count >= MostUsers)
        {
            _results.Clear();
        }

        _results[run.Owner] = result;
    }

    /// <summary>What a run tells its user; null where the grab goes on, or was taken back.</summary>
    internal static GrabResult? ResultOf(RunView run) => run.Outcome switch
    {
        OutcomeCode.Retry or OutcomeCode.Snoozed or OutcomeCode.Lost or OutcomeCode.Cancelled => null,
        _ => new GrabResult(run.Job, GrabReading.Notes(run) ?? Without(run), run),
    };

    // The server died, or the grab was given up, before it could note anything: its user is told that, not nothing.
    private static GrabNotes Without(RunView run) => new()
    {
        School = string.Empty,
        Submitted = (run.Started ?? run.At).ToDateTimeOffset(),
        OpensAt = run.Due.ToDateTimeOffset(),
        Outcome = run.Outcome == OutcomeCode.Unknown ? GrabNotes.Unsettled : GrabNotes.Broken,
    };
}
