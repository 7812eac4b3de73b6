using Kairos.Events;
using Kairos.Jobs;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.Dispatch;

/// <summary>Looks after what runs: cancels it at its timeout, and gives up a handler that does not heed that.</summary>
internal sealed class Overseer : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(250);

    private readonly ArmedSet _set;
    private readonly RunServices _services;
    private readonly DispatchOptions _options;
    private readonly ITimer _timer;

    internal Overseer(ArmedSet set, RunServices services, DispatchOptions options)
    {
        (_set, _services, _options) = (set, services, options);
        _timer = services.Clock.Provider.CreateTimer(static s => ((Overseer)s!).Look(), this, s_period, s_period);
    }

    public void Dispose() => _timer.Dispose();

    internal void Look()
    {
        TimeProvider time = _services.Clock.Provider;
        long now = time.GetTimestamp();
        foreach (Armed armed in _set.All)
        {
            if (!armed.IsRunning || armed.StandsStill)
            {
                continue;
            }

            // A handler that blocks its thread has not come to where it would have been noted: it counts from this look.
            armed.WatchFrom(now);
            TimeSpan over = time.GetElapsedTime(armed.WatchedSince, now) - armed.Kind.Options.Timeout;
            if (over < TimeSpan.Zero)
            {
                continue;
            }

            if (over < _options.AbandonAfter)
            {
                armed.Cancel(CancelReason.Timeout);
            }
            else
            {
                Abandon(armed);
            }
        }
    }

    private void Abandon(Armed armed)
    {
        if (!armed.TryFinish())
        {
            return;
        }

        Log.HandlerAbandoned(_services.Logger, armed.Row.Kind, armed.Row.Id);
        _services.Events.Tell(new HandlerAbandoned(_services.Clock.Now, armed.Row.Id, armed.Row.Kind));
        Outcome failed = new Outcome.Failed($"Did not heed its cancellation for {_options.AbandonAfter} and was given up; its thread may still be running.");
        _services.Completer.Add(new Finished(armed, failed, _services.Clock.Now, IsAbandoned: true));
    }
}
