using System.Threading.Channels;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Commits marks just ahead of gates, many in one statement, and lets handlers through at their instant.</summary>
internal sealed class Gatekeeper(IJobStore store, RunServices services, DispatchOptions options)
{
    // A mark that is committed long before its instant would count as passed after a crash that came in between; one
    // that is committed too late delays the gate. Twice what marks have cost lately, within these bounds.
    private static readonly TimeSpan s_shortestLead = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestLead = TimeSpan.FromSeconds(2);

    // As many as jobs can be in memory, so that a write never waits.
    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(options.MostArmed + 1) { SingleReader = true });
    private TimeSpan _lead = s_shortestLead;

    internal async ValueTask<GatePass> PassAsync(Armed armed, Instant instant, Target? target, CancellationToken ct)
    {
        if (armed.Pass is not null)
        {
            throw new InvalidOperationException("This attempt has passed a gate already: what lies behind the first is never repeated, so there is no second.");
        }

        Instant asked = services.Clock.Now;
        Instant slot = target is null ? instant : await SlotForAsync(armed, instant, target, ct);
        Reached reached = await PassMarkedAsync(armed, target is null ? () => instant : () => target.Clock.SafeInstant(slot) - target.Options.Lead, ct);

        // Before it was asked for, nothing was waited for; unless our clock stepped back since, which is no wait either.
        Instant floor = asked < reached.Now ? asked : reached.Now;
        armed.Pass = new GatePass(
            Instant.Later(reached.Planned - (slot - instant), floor),
            Instant.Later(reached.Planned, floor),
            reached.Now);
        if (services.Events.IsHeard)
        {
            services.Events.Tell(new GatePassed(reached.Now, armed.Row.Id, armed.Row.Fence, armed.Pass.Slot));
        }

        return armed.Pass;
    }

    // The slot that was reserved when the job was armed, if it is for this very gate and has not gone by meanwhile: else all who
    // missed their slots could go at once, in a cell that others have filled.
    private static async ValueTask<Instant> SlotForAsync(Armed armed, Instant instant, Target target, CancellationToken ct)
    {
        if (armed.Slot is { } reserved && reserved.IsFor(target, instant))
        {
            Instant slot = await reserved.Request.WaitAsync(ct);
            if (!target.Budget.Grid.IsOver(slot, target.Clock.Now))
            {
                return slot;
            }
        }

        armed.ReturnSlot();
        ReservedSlot anew = ReservedSlot.Take(target, instant, target.Clock.Now);
        armed.Slot = anew;
        return await anew.Request.WaitAsync(ct);
    }

    private async ValueTask<Reached> PassMarkedAsync(Armed armed, Func<Instant> opens, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await services.Waits.UntilAsync(() => opens() - _lead, ct);
                Instant marked = opens();
                await MarkAsync(new Mark(armed.Hold, MarkKind.Gate, marked), ct);
                armed.IsGateMarked = true;

                // Either whoever gives this attempt up sees the mark, and records what is behind it as unknown, or it ends here.
                Interlocked.MemoryBarrier();
                if (!armed.IsRunning)
                {
                    throw new HoldLostException(armed.Row.Id);
                }

                Reached reached = await services.Waits.UntilAsync(opens, ct);
                if (armed.IsLost)
                {
                    throw new HoldLostException(armed.Row.Id);
                }

                if (!services.Lease.Holds(reached.Timestamp))
                {
                    // Others may have taken it over: not passed, and marked again, which tells, when the lease holds.
                    armed.IsGateMarked = false;
                    TellHeldBack(armed, reached.Now);
                    await services.Lease.HeldAsync(ct);
                    continue;
                }

                // It may open earlier than was marked: the target's clock became known better, or ours stepped back. After
                // a crash such a mark would not count yet, and what lies behind the gate would be repeated: mark again.
                if (marked <= reached.Now)
                {
                    return reached;
                }
            }
        }
        catch
        {
            // Not passed, so nothing behind it has begun, and the attempt may be repeated.
            armed.IsGateMarked = false;
            throw;
        }
    }

    private void TellHeldBack(Armed armed, Instant now)
    {
        if (services.Events.IsHeard)
        {
            services.Events.Tell(new StartHeldBack(now, armed.Row.Id, armed.Row.Fence));
        }
    }

    /// <summary>Commits a mark, together with whoever else asks at that time.</summary>
    /// <exception cref="HoldLostException">The hold is no longer good.</exception>
    internal async ValueTask MarkAsync(Mark mark, CancellationToken ct)
    {
        Request request = new(mark);
        await _requests.Writer.WriteAsync(request, ct);
        if (!await request.Answer.Task)
        {
            throw new HoldLostException(mark.Hold.Id);
        }
    }

    internal void Close() => _requests.Writer.TryComplete();

    internal async Task RunAsync()
    {
        List<Request> batch = [];
        while (await _requests.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < options.MostArmed && _requests.Reader.TryRead(out Request? request))
            {
                batch.Add(request);
            }

            await CommitAsync(batch);
        }
    }

    private async ValueTask CommitAsync(List<Request> batch)
    {
        try
        {
            long begun = services.Clock.Provider.GetTimestamp();
            IReadOnlyList<bool> good = await store.MarkAsync([.. batch.Select(r => r.Mark)], CancellationToken.None);
            TimeSpan twice = 2 * services.Clock.Provider.GetElapsedTime(begun);
            _lead = TimeSpan.FromTicks(Math.Clamp(Math.Max(twice.Ticks, _lead.Ticks * 9 / 10), s_shortestLead.Ticks, s_longestLead.Ticks));
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.TrySetResult(good[i]);
            }
        }
        catch (Exception e)
        {
            // Not marked, so nothing behind a gate has begun: each handler fails its attempt, and may be retried.
            services.Events.Tell(new StoreFailed(services.Clock.Now, "mark", e.Message));
            foreach (Request request in batch)
            {
                request.Answer.TrySetException(e);
            }
        }
    }

    private sealed class Request(Mark mark)
    {
        internal Mark Mark { get; } = mark;

        internal TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
