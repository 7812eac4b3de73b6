using Kairos.Dispatch.Planning;
using Kairos.Events;
using Kairos.Handlers;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Microsoft.Extensions.Logging;

namespace Kairos.Dispatch;

/// <summary>Makes claimed rows ready to start: payload read, handler made, slot reserved; then lays them on the wheel.</summary>
internal sealed class Preparer(IJobStore store, RunServices services, DispatchOptions options, ArmedSet set, OverdueLane lane)
{
    /// <summary>The kinds that can be run here.</summary>
    internal required KindRegistry Kinds { get; init; }

    /// <returns>The earliest start that was planned on the way, for jobs whose last occurrence had only to be settled.</returns>
    internal async ValueTask<Instant?> LayReadyAsync(IReadOnlyList<ArmedRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        // What they keep away from is known before any of them is in memory; should it not be told, they are adopted later.
        Trigger?[] judged = [.. rows.Select(services.StartCheck.Judged)];
        await services.Quiet.RefreshAsync();
        Instant now = services.Clock.Now;
        List<WheelItem> timed = new(rows.Count);
        List<Armed> overdue = [];
        List<ArmedRow> unknown = [];
        List<ArmedRow> settled = [];
        for (int i = 0; i < judged.Length; i++)
        {
            ArmedRow row = rows[i];
            if (row.Settle)
            {
                settled.Add(row);
                continue;
            }

            if (Kinds.Find(row.Kind) is not { } kind)
            {
                unknown.Add(row);
                continue;
            }

            // Looked up first: making a job reserves its slot and opens a scope.
            if (set.Has(new Hold(row.Id, row.Fence)))
            {
                continue;
            }

            Armed armed = Make(row, kind, judged[i], now);
            _ = set.TryAdd(armed);

            if (services.Events.IsHeard)
            {
                services.Events.Tell(new JobArmed(now, row.Id, row.Fence, row.At));
            }

            if (armed.IsOverdue)
            {
                overdue.Add(armed);
            }
            else
            {
                timed.Add(armed);
            }
        }

        services.Wheel.AddAll(timed);
        lane.Add(overdue);
        if (unknown.Count > 0)
        {
            await ParkAsync(unknown);
        }

        return settled.Count > 0 ? await SettleAsync(settled, now) : null;
    }

    private async ValueTask<Instant?> SettleAsync(List<ArmedRow> rows, Instant now)
    {
        Completion[] completions = [.. rows.Select(r => Planner.PlanSettled(r, now))];
        await store.CompleteAsync(completions, now, CancellationToken.None);
        return completions.Min(c => c.Next?.At);
    }

    private Armed Make(ArmedRow row, KindRuntime kind, Trigger? judged, Instant now)
    {
        Armed armed = new(row, kind, services)
        {
            IsOverdue = row.At < now - options.OverdueAfter,
            Judged = judged,
        };

        // What was lost with a process may be what ended it, by code that runs here already: it is made behind its mark.
        if (!armed.IsSuspect)
        {
            services.Calls.Make(armed);
        }

        return armed;
    }

    private async ValueTask ParkAsync(List<ArmedRow> rows)
    {
        foreach (IGrouping<string, ArmedRow> kind in rows.GroupBy(r => r.Kind, StringComparer.Ordinal))
        {
            string reason = $"Kind '{kind.Key}' has no handler on this node: it waits until one is registered.";
            await store.ParkAsync([.. kind.Select(r => new Hold(r.Id, r.Fence))], reason, CancellationToken.None);
            Log.UnknownKind(services.Logger, kind.Key, kind.Count());
            services.Events.Tell(new JobsParked(services.Clock.Now, [.. kind.Select(r => r.Id)], reason));
        }
    }
}
