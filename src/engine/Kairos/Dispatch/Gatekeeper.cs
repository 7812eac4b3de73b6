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
    private static readonly TimeSpan s_near = TimeSpan.FromMilliseconds(20);
    private TimeSpan _lead = s_shortestLead;

    internal async ValueTask<GatePass> PassAsync(Armed armed, Instant instant, Target? target, CancellationToken ct)
    {
        if (armed.IsGateMarked)
        {
            throw new InvalidOperationException("This attempt has passed a gate already: what lies behind the first is never repeated, so there is no second.");
        }

        Instant asked = services.Clock.Now;
        Instant slot = target is null
            ? instant
            : armed.Slot ?? target.Budget.Reserve(Instant.Later(instant, target.Clock.Now));
        Func<Instant> passes = target is null ? () => instant : () => target.Clock.SafeInstant(slot) - target.Options.Lead;

        // What is known of the target's clock may become finer meanwhile, and its interval widens as it ages: looked at
        // again until it is near, then fixed, or the last microseconds would be waited for again and again.
        do
        {
            await WaitAsync(target, passes() - _lead, ct);
        }
        while (passes() - _lead - services.Clock.Now > s_near);

        Instant planned = passes();
        await MarkAsync(new Mark(armed.Hold, MarkKind.Gate, planned), ct);
        armed.IsGateMarked = true;
        await WaitAsync(target, planned, CancellationToken.None);

        Instant passed = services.Clock.Now;
        Instant opened = planned - (slot > instant ? slot - instant : TimeSpan.Zero);
        armed.Pass = new GatePass(Instant.Later(opened, asked), Instant.Later(planned, asked), passed);
        if (services.Events.IsHeard)
        {
            services.Events.Tell(new GatePassed(passed, armed.Row.Id, armed.Row.Fence, armed.Pass.Slot));
        }

        return armed.Pass;
    }

    private ValueTask WaitAsync(Target? target, Instant instant, CancellationToken ct) => target is null
        ? services.Waits.UntilAsync(instant, ct)
        : services.Waits.UntilElsewhereAsync(instant, ct);

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
