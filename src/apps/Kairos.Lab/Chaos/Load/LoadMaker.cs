using System.Globalization;
using Kairos.Jobs;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Lab.Chaos.Load;

/// <summary>One node's share of the load: bursts at one instant, jobs of every second, and all sorts of calls in between.</summary>
/// <remarks>No due instant is planned twice for one job: they are drawn to the microsecond, but for the instants of bursts.</remarks>
internal sealed class LoadMaker : IAsyncDisposable
{
    private const int BurstJobs = 60;
    private const int Repeating = 4;
    private static readonly TimeSpan s_burstEach = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(300);

    private readonly Caller _caller;
    private readonly NodeOrder _order;
    private readonly EngineClock _clock;
    private readonly JobClient _jobs;
    private readonly CancellationTokenSource _ending = new();
    private Task _loops = Task.CompletedTask;

    internal LoadMaker(JobClient jobs, CallRecorder calls, NodeOrder order, EngineClock clock)
    {
        (_jobs, _order, _clock) = (jobs, order, clock);
        _caller = new Caller(jobs, calls, clock);
    }

    internal void Begin() => _loops = Task.WhenAll(
        Task.Run(() => UntilEndAsync(BurstAsync, s_burstEach)),
        Task.Run(() => UntilEndAsync(new RepeatingJobs(_caller, _order, Repeating).StepAsync, TimeSpan.FromMilliseconds(900))),
        Task.Run(() => UntilEndAsync(new MixedCalls(_caller, _order.Seed).StepAsync, TimeSpan.FromMilliseconds(170))));

    /// <summary>Makes no further call; returns when the last is answered.</summary>
    internal async Task EndAsync()
    {
        await _ending.CancelAsync();
        await _loops;
    }

    /// <summary>A job that kills whoever starts it.</summary>
    internal async Task PoisonAsync() => await _caller.SubmitAsync(LabHandlers.Poison, _clock.Now + TimeSpan.FromMilliseconds(500), new Work(), key: LabHandlers.Poison);

    /// <summary>Ends what would go on for ever, and returns when nothing is live any more.</summary>
    internal async Task FinishAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                foreach (JobView job in await _jobs.ListAsync(new JobFilter { Owner = LabHandlers.Owner, Limit = 1000 }, ct))
                {
                    if (job.Kind == LabHandlers.Every || job.State == JobState.Paused)
                    {
                        await _caller.ChangeAsync(job.Id, ChangeKind.Cancel);
                    }
                }

                if ((await _jobs.CountAsync(ct)).Values.Sum() == 0)
                {
                    return;
                }
            }
            catch (StoreUnavailableException)
            {
                // It comes back: the next look.
            }

            await Task.Delay(s_look, TimeProvider.System, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _ending.Dispose();
    }

    /// <summary>All nodes take the same instants, so that their bursts meet.</summary>
    private Task BurstAsync()
    {
        long each = (long)s_burstEach.TotalMicroseconds;
        Instant due = new((((_clock.Now.Micros + 1_500_000) / each) + 1) * each);
        return Task.WhenAll(Enumerable.Range(0, BurstJobs).Select(_ => _caller.SubmitAsync(LabHandlers.Plain, due, new Work())));
    }

    private async Task UntilEndAsync(Func<Task> step, TimeSpan pause)
    {
        while (!_ending.IsCancellationRequested)
        {
            await step();
            await Task.Delay(pause, TimeProvider.System, _ending.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
