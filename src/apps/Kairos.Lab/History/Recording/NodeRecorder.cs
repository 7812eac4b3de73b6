using System.Collections.Concurrent;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Lab.History.Recording;

/// <summary>Writes down what a node does: what it claims, starts and commits, and whom it takes over.</summary>
/// <remarks>
/// For an engine: its store is wrapped by <see cref="Over"/>, its events are heard from before its start. The calls of
/// those who submit and change jobs are not the node's: see <see cref="CallRecorder"/>.
/// </remarks>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public sealed class NodeRecorder(HistoryWriter writer, TimeProvider time)
{
    // What this node holds, to tell more of a start than its event does.
    private readonly ConcurrentDictionary<Hold, ArmedRow> _held = new();

    /// <summary>A store that does what this one does, and is heard.</summary>
    /// <exception cref="ArgumentException">It is a store of one process.</exception>
    public IJobStore Over(IJobStore store) => new RecordedStore(store, this);

    /// <summary>Hears the engine until disposed.</summary>
    public IDisposable Listen(EventStream events) => events.Listen(Hear);

    internal static string NameOf(int node) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"node{node}");

    internal long Now() => HistoryWriter.MonoOf(time);

    internal void Joined(int node) => writer.Node = NameOf(node);

    internal void Beaten(long asked) => writer.Write(new BeatSeen { AskedMono = asked });

    internal void TookOver(int node, long asked) => writer.Write(new TakeOverSeen { Dead = NameOf(node), AskedMono = asked });

    internal void Armed(IReadOnlyList<ArmedRow> rows, long asked)
    {
        foreach (ArmedRow row in rows)
        {
            _held[new Hold(row.Id, row.Fence)] = row;
            writer.Write(new ArmSeen { Job = row.Id, Due = row.Due, Planned = row.At, Fence = row.Fence, AskedMono = asked, Settles = row.Settle });
        }
    }

    internal void LetGo(IEnumerable<Hold> holds)
    {
        foreach (Hold hold in holds)
        {
            _held.TryRemove(hold, out _);
        }
    }

    internal void Completing(IReadOnlyList<Completion> completions)
    {
        foreach (NewJob followUp in completions.SelectMany(c => c.FollowUps))
        {
            writer.Write(new SubmitAsked
            {
                Op = OpOf(followUp),
                Owner = followUp.Owner,
                Kind = followUp.Kind,
                Job = followUp.Id,
                Key = followUp.Key,
                Conflict = followUp.Conflict,
                IdempotencyKey = followUp.IdempotencyKey,
                Plan = followUp.Trigger is null ? new DuePlan(followUp.Due) : null,
            });
        }

        foreach (Completion end in completions.Where(c => !c.NoRun))
        {
            writer.Write(new CompleteAsked
            {
                Job = end.Run.Job,
                Due = end.Run.Due,
                Attempt = end.Run.Attempt,
                Fence = end.Run.Fence,
                Outcome = end.Run.Outcome,
                EndsJob = end.Next is null && _held.TryGetValue(new Hold(end.Run.Job, end.Run.Fence), out ArmedRow? row) && row.Trigger is not null,
            });
        }
    }

    internal void Completed(IReadOnlyList<Completion> completions, IReadOnlyList<CompletionAnswer>? answers)
    {
        for (int i = 0; i < completions.Count; i++)
        {
            Completion end = completions[i];
            CompleteResult result = answers?[i] switch
            {
                null => CompleteResult.Unknown,
                CompletionAnswer.Committed => CompleteResult.Committed,
                _ => CompleteResult.Refused,
            };
            if (!end.NoRun)
            {
                writer.Write(new CompleteAnswered { Job = end.Run.Job, Due = end.Run.Due, Fence = end.Run.Fence, Outcome = end.Run.Outcome, Result = result });
            }

            foreach (NewJob followUp in end.FollowUps)
            {
                writer.Write(new SubmitAnswered { Op = OpOf(followUp), Result = Of(result, followUp), Job = followUp.Key is null ? followUp.Id : null });
            }

            if (end.Skipped is { } skipped && result == CompleteResult.Committed)
            {
                writer.Write(new SkipSeen { Job = skipped.Job, First = skipped.Due, Reason = skipped.Reason });
            }

            if (result != CompleteResult.Unknown)
            {
                _held.TryRemove(new Hold(end.Run.Job, end.Run.Fence), out _);
            }
        }
    }

    // The same each time that the completion is sent.
    private static string OpOf(NewJob followUp) => $"follow-up {followUp.Id}";

    // It is stored with the end that brings it. One with a key may have met a live job, and which, the answer does not say.
    private static SubmitResult Of(CompleteResult result, NewJob followUp) => result switch
    {
        CompleteResult.Committed => followUp.Key is null ? SubmitResult.Created : SubmitResult.Unknown,
        CompleteResult.Refused => SubmitResult.Failed,
        _ => SubmitResult.Unknown,
    };

    private void Hear(EngineEvent e)
    {
        switch (e)
        {
            case RunStarted start when _held.TryGetValue(new Hold(start.Job, start.Fence), out ArmedRow? row):
                writer.Write(new StartSeen
                {
                    Job = start.Job,
                    Due = row.Due,
                    Planned = start.Planned,
                    Attempt = row.Attempt + 1,
                    Fence = start.Fence,
                    StoreNow = start.At,
                    Version = row.Version,
                });
                break;
            case GatePassed gate when _held.TryGetValue(new Hold(gate.Job, gate.Fence), out ArmedRow? row):
                writer.Write(new GateSeen { Job = gate.Job, Due = row.Due, Fence = gate.Fence, Instant = gate.Planned, StoreNow = gate.At });
                break;
            default:
                break;
        }
    }
}
