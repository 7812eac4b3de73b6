using Kairos.Events;
using Kairos.Handlers;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>Lets handlers through their gates at their instant, each behind a mark that was committed just ahead.</summary>
internal sealed class Gatekeeper(RunServices services)
{
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
                await services.Waits.UntilAsync(() => opens() - services.Marker.Lead, ct);
                Instant marked = opens();
                using (armed.StandStill(services.Clock.Provider))
                {
                    await services.Marker.MarkAsync(armed, new Mark(armed.Hold, MarkKind.Gate, marked), ct);
                }

                armed.IsGateMarked = true;

                // Either whoever gives this attempt up sees the mark, and records what is behind it as unknown, or it ends here.
                Interlocked.MemoryBarrier();
                if (!armed.IsRunning)
                {
                    throw new HoldLostException(armed.Row.Id);
                }

                Reached reached = await services.Waits.UntilAsync(opens, ct);
                if (!services.Lease.Holds(reached.Timestamp))
                {
                    // Others may have taken it over: not passed, and marked again, which tells, when the lease holds.
                    armed.IsGateMarked = false;
                    services.TellHeldBack(armed, reached.Now);
                    using (armed.StandStill(services.Clock.Provider))
                    {
                        await services.Lease.HeldAsync(ct);
                    }

                    continue;
                }

                // After the lease: one that holds again may be that of another number, and before it all holds were dropped.
                if (armed.IsLost)
                {
                    throw new HoldLostException(armed.Row.Id);
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
            // Not passed, so nothing behind it has begun, and the attempt may be repeated. A mark that was committed all the
            // same goes with this attempt's end; where that is not committed either, whoever takes over records it as unknown.
            armed.IsGateMarked = false;
            throw;
        }
    }
}
