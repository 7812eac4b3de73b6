using Kairos.Dispatch.Planning;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Commits the ends of attempts with their consequences, many in one transaction, at most two transactions under way.</summary>
/// <remarks>What ends while a commit is under way makes the next batch, so batches grow with the load by themselves. Only in a backlog is the rest of a claim waited for.</remarks>
internal sealed class Completer : IDisposable
{
    private const int InFlight = 2;
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_soonBeside = TimeSpan.FromMilliseconds(600);

    // While something timed is in memory, whose end may come at any moment.
    private static readonly TimeSpan s_soonForTimed = TimeSpan.FromMilliseconds(120);

    private readonly IJobStore _store;
    private readonly RunServices _services;
    private readonly DispatchOptions _options;
    private readonly ArmedSet _set;
    private readonly Planner _planner;
    private readonly EndedQueue _ended = new();
    private readonly Gathering _gathering;
    private readonly GrowingBatch _whole;
    private readonly GrowingBatch _short;
    private readonly bool _doesOneAtATime;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _givingUp = new();
    private volatile bool _stopped;

    internal Completer(IJobStore store, RunServices services, DispatchOptions options, ArmedSet set, KindRegistry kinds)
    {
        (_store, _services, _options, _set) = (store, services, options, set);
        _planner = new Planner(services.Clock, kinds);
        _gathering = new Gathering(_ended, options.Batch, _closing.Token);
        _doesOneAtATime = store is not INodeStore;
        _whole = new GrowingBatch(options.Batch, options.BacklogBatch, _doesOneAtATime ? s_soon : s_soonBeside);
        _short = new GrowingBatch(options.Batch, options.BacklogBatch, s_soonForTimed);
    }

    /// <summary>Told after a commit: the earliest planned start that it brought, if it brought any.</summary>
    internal Action<Instant?> Committed { get; set; } = static _ => { };

    /// <summary>Told after a commit: a follow-up job that may have replaced one that is held here.</summary>
    internal Func<NewJob, ValueTask> FollowUpReplaced { get; set; } = static _ => default;

    internal void Add(Finished finished)
    {
        _ended.Add(finished);
        if (_stopped)
        {
            LogLeft();
        }
    }

    /// <summary>What has ended by now is still committed.</summary>
    internal void Close()
    {
        _closing.Cancel();
        _ended.Close();
    }

    /// <summary>From now on an end that the store does not take at once is left to the next process.</summary>
    internal void GiveUp() => _givingUp.Cancel();

    public void Dispose()
    {
        _closing.Dispose();
        _givingUp.Dispose();
    }

    internal async Task RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(i => Task.Run(() => LoopAsync(isReady: i > 0 || _doesOneAtATime))));
        _stopped = true;
        Interlocked.MemoryBarrier();
        LogLeft();
    }

    // While something timed is in memory, one of the two is ready for its end soon: it takes only as much of a backlog as ends soon. Where the
    // store does one thing at a time, that is both of them.
    private async Task LoopAsync(bool isReady)
    {
        List<Finished> batch = new(_options.Batch);
        while (await _ended.WaitAsync())
        {
            await _services.Calm.WaitAsync();
            GrowingBatch size = isReady && _set.Count > _set.Overdue ? _short : _whole;
            await _gathering.TakeAsync(batch, size, isReady);
            if (batch.Count > 0)
            {
                await CommitOrGiveUpAsync(batch, size);

                // Nor does it keep in memory, until something ends again, what has left it.
                batch.Clear();
            }
        }
    }

    private async ValueTask CommitOrGiveUpAsync(List<Finished> batch, GrowingBatch size)
    {
        try
        {
            await CommitAsync(batch, size);
        }
        catch (OperationCanceledException) when (_givingUp.IsCancellationRequested)
        {
            foreach (Finished finished in batch.Where(f => _set.Has(f.Armed.Hold)))
            {
                Log.EndNotCommitted(_services.Logger, finished.Armed.Row.Id);
            }
        }
    }

    // What ends after Close: the row stays held and is settled by the next process.
    private void LogLeft()
    {
        List<Finished> left = [];
        _ended.TakeInto(left, int.MaxValue, int.MaxValue);
        foreach (Finished finished in left)
        {
            Log.EndNotCommitted(_services.Logger, finished.Armed.Row.Id);
        }
    }

    private async ValueTask CommitAsync(List<Finished> batch, GrowingBatch size)
    {
        Completion[] completions = new Completion[batch.Count];
        for (int i = 0; i < completions.Length; i++)
        {
            completions[i] = PlanSafely(batch[i]);
        }

        long asked = _services.Clock.Provider.GetTimestamp();
        IReadOnlyList<CompletionAnswer> answers = await CompleteAsync(completions, size);
        size.Took(batch.Count, _services.Clock.Provider.GetElapsedTime(asked));
        Instant? earliest = null;
        for (int i = 0; i < completions.Length; i++)
        {
            (Finished finished, Completion completion, CompletionAnswer answer) = (batch[i], completions[i], answers[i]);
            if (answer == CompletionAnswer.Unstorable)
            {
                (completion, answer) = await FailAloneAsync(finished);
            }

            completions[i] = completion;
            Settle(finished, completion, answer);
            foreach (Instant at in PlannedBy(finished, completion))
            {
                earliest = earliest is null || at < earliest ? at : earliest;
            }
        }

        if (batch.Exists(static f => f.Armed.Kind.Options.Quiets) || Array.Exists(completions, static c => c.FollowUps.Any(static f => f.Quiets)))
        {
            // What is planned after a run may be what others keep away from.
            await _services.Quiet.ChangedAsync();
        }

        Committed(earliest);
        foreach (NewJob followUp in completions.SelectMany(c => c.FollowUps).Where(f => f is { Key: not null, Conflict: KeyConflict.Replace }))
        {
            await FollowUpReplaced(followUp);
        }

        foreach (Finished finished in batch.Where(f => !f.IsAbandoned))
        {
            finished.Armed.LetGo();
        }
    }

    private static IEnumerable<Instant> PlannedBy(Finished finished, Completion completion)
    {
        foreach (NewJob followUp in completion.FollowUps)
        {
            yield return followUp.At;
        }

        if (completion.Next is { } next)
        {
            yield return next.At;
        }

        if (finished.Armed.IsReplaced)
        {
            // What an edit planned while it ran is in the store alone: it may be due at once.
            yield return Instant.Min;
        }
    }

    private Completion PlanSafely(Finished finished)
    {
        try
        {
            return _planner.Plan(finished);
        }
        catch (Exception e)
        {
            // A trigger or an instant that can't be computed any further: this job ends, the others go on.
            return Planner.PlanLast(finished, $"What follows can't be planned: {e.Message}");
        }
    }

    // Idempotent, so it is simply said again until the store has answered; nothing is dropped meanwhile. In parts: a whole that was too
    // large for the time it had, or one that stands already and is looked at row by row, would fail each time.
    private async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(Completion[] completions, GrowingBatch size)
    {
        if (completions.Length <= _options.Batch)
        {
            return await CompletePartAsync(completions);
        }

        try
        {
            return await _store.CompleteAsync(completions, _services.Clock.Now, CancellationToken.None);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            _services.TellStoreFailed("complete", e);
            size.Failed();
        }

        List<CompletionAnswer> answers = new(completions.Length);
        foreach (Completion[] part in completions.Chunk(_options.Batch))
        {
            answers.AddRange(await CompletePartAsync(part));
        }

        return answers;
    }

    private async ValueTask<IReadOnlyList<CompletionAnswer>> CompletePartAsync(Completion[] completions)
    {
        Backoff backoff = new();
        while (true)
        {
            try
            {
                return await _store.CompleteAsync(completions, _services.Clock.Now, CancellationToken.None);
            }
            catch (Exception e) when (e is not ObjectDisposedException)
            {
                _services.TellStoreFailed("complete", e);
                await Task.Delay(backoff.Next(), _services.Clock.Provider, _givingUp.Token);
            }
        }
    }

    private async ValueTask<(Completion Completion, CompletionAnswer Answer)> FailAloneAsync(Finished finished)
    {
        Outcome failed = new Outcome.Failed("A follow-up job could not be stored: a live job has its key. Use conflict keep or replace.") { EndsJob = finished.Outcome.EndsJob };
        Completion completion = PlanSafely(finished with { Outcome = failed });
        IReadOnlyList<CompletionAnswer> answers = await CompletePartAsync([completion]);
        return (completion, answers[0]);
    }

    private void Settle(Finished finished, Completion completion, CompletionAnswer answer)
    {
        _set.Remove(finished.Armed);
        if (answer == CompletionAnswer.Committed)
        {
            if (_services.Events.IsHeard)
            {
                _services.Events.Tell(completion.NoRun
                    ? new OccurrenceNotStarted(_services.Clock.Now, completion.Run.Job, completion.Run.Fence, completion.Run.Due, completion.Run.Reason, completion.Next)
                    : new RunCommitted(_services.Clock.Now, completion.Run, completion.Next));
            }
        }
        else
        {
            Log.EndRefused(_services.Logger, finished.Armed.Row.Id, finished.Armed.Row.Fence);
            _services.Events.Tell(new RunRefused(_services.Clock.Now, finished.Armed.Row.Id, finished.Armed.Row.Fence));
        }
    }
}
