using System.Threading.Channels;
using Kairos.Handlers;
using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Commits marks, those of many callers in one statement, and says them again until the store has answered.</summary>
/// <remarks>
/// A store that is away costs those who wait time, not an attempt. Marks may be repeated: a second one of the same hold
/// says the same. Whoever gives up waiting is not marked any more; the mark may have been committed all the same, and
/// then counts for whoever takes the job over, which is the careful side.
/// </remarks>
/// <threadsafety>Marks may be asked for at once; it is run and closed once.</threadsafety>
internal sealed class Marker(IJobStore store, RunServices services, DispatchOptions options) : IDisposable
{
    // A mark that is committed long before its instant would count as passed after a crash that came in between; one
    // that is committed too late delays the gate. Twice what marks have cost lately, within these bounds.
    private static readonly TimeSpan s_shortestLead = TimeSpan.FromMilliseconds(250);

    // As many as jobs can be in memory: a write waits only where attempts give up and ask again while the store is away.
    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(options.MostArmed + 1) { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();

    /// <summary>How long before its instant a gate is marked.</summary>
    internal TimeSpan Lead { get; private set; } = s_shortestLead;

    /// <summary>Commits a mark, together with whoever else asks at that time, whenever the store answers.</summary>
    /// <exception cref="HoldLostException">The hold is no longer good.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up, or its attempt was cancelled, or the engine ends: whether it was committed can't be told.</exception>
    internal async ValueTask MarkAsync(Armed armed, Mark mark, CancellationToken ct)
    {
        Request request = new(mark);
        armed.Place = 0;

        // Both: a handler may wait by a token of its own, and is not to be kept by a store that is away when its attempt is over.
        await using CancellationTokenRegistration gaveUp = ct.UnsafeRegister(static (r, t) => ((Request)r!).GiveUp(t), request);
        await using CancellationTokenRegistration broken = armed.Token.UnsafeRegister(static (r, t) => ((Request)r!).GiveUp(t), request);
        await _requests.Writer.WriteAsync(request, ct);
        if (!await request.Answer.Task)
        {
            throw new HoldLostException(mark.Hold.Id);
        }
    }

    /// <summary>What was asked for is tried once more; what the store does not take then is given up.</summary>
    internal void Close()
    {
        _requests.Writer.TryComplete();
        _closing.Cancel();
    }

    public void Dispose() => _closing.Dispose();

    internal async Task RunAsync()
    {
        List<Request> batch = [];
        Backoff backoff = new();
        while (batch.Count > 0 || await _requests.Reader.WaitToReadAsync())
        {
            Gather(batch);
            if (batch.Count == 0 || await TryCommitAsync(batch))
            {
                batch.Clear();
                backoff = new();
            }
            else if (!await RestAsync(backoff.Next()))
            {
                batch.ForEach(r => r.GiveUp(_closing.Token));
                batch.Clear();
            }
        }
    }

    // Who has given up leaves; who has come since the last try comes with the next.
    private void Gather(List<Request> batch)
    {
        batch.RemoveAll(static r => r.IsOver);
        while (batch.Count < options.MostArmed && _requests.Reader.TryRead(out Request? request))
        {
            if (!request.IsOver)
            {
                batch.Add(request);
            }
        }
    }

    // False when the store is away.
    private async ValueTask<bool> TryCommitAsync(List<Request> batch)
    {
        try
        {
            long begun = services.Clock.Provider.GetTimestamp();
            IReadOnlyList<bool> good = await store.MarkAsync([.. batch.Select(r => r.Mark)], CancellationToken.None);
            TimeSpan twice = 2 * services.Clock.Provider.GetElapsedTime(begun);
            Lead = TimeSpan.FromTicks(Math.Clamp(Math.Max(twice.Ticks, Lead.Ticks * 9 / 10), s_shortestLead.Ticks, Mark.FarthestAhead.Ticks));
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.TrySetResult(good[i]);
            }

            return true;
        }
        catch (StoreUnavailableException e)
        {
            services.TellStoreFailed("mark", e);
            return false;
        }
        catch (Exception e)
        {
            // A bug, which waiting does not mend. Not passed, so nothing behind a gate has begun: each attempt fails, and may be retried.
            services.TellStoreFailed("mark", e);
            batch.ForEach(r => r.Answer.TrySetException(e));
            return true;
        }
    }

    // False when it is closed.
    private async ValueTask<bool> RestAsync(TimeSpan time)
    {
        await Task.Delay(time, services.Clock.Provider, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_closing.IsCancellationRequested;
    }

    private sealed class Request(Mark mark)
    {
        internal Mark Mark { get; } = mark;

        internal TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool IsOver => Answer.Task.IsCompleted;

        internal void GiveUp(CancellationToken ct) => Answer.TrySetCanceled(ct);
    }
}
