using Kairos.Jobs;
using Kairos.Lab.Chaos.Nodes;
using Kairos.Lab.History;
using Kairos.Lab.History.Recording;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Lab.Chaos.Load;

/// <summary>Makes the calls of the load, written down. A store that is away makes a call fail, not its caller.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class Caller(JobClient jobs, CallRecorder calls, EngineClock clock)
{
    private const string Owner = LabHandlers.Owner;
    private const int MostRepeats = 3;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_repeat = TimeSpan.FromMilliseconds(300);

    internal Instant Now => clock.Now;

    /// <summary>A job that is due once; null when no answer came.</summary>
    internal Task<JobId?> SubmitAsync(string kind, Instant due, Work work, string? key = null, string? idempotencyKey = null) => SubmitAsync(
        JobRequest.Of(kind, Owner, work, ChaosJson.Default.Work) with
        {
            Trigger = Trigger.At(due.ToDateTimeOffset()),
            Key = key,
            Conflict = KeyConflict.Replace,
            IdempotencyKey = idempotencyKey,
        },
        new DuePlan(due));

    /// <summary>A job of every second, unless it lives already.</summary>
    internal Task<JobId?> RepeatAsync(string key, Instant first, Work work) => SubmitAsync(
        JobRequest.Of(LabHandlers.Every, Owner, work, ChaosJson.Default.Work) with
        {
            Trigger = Trigger.Every(s_second, first.ToDateTimeOffset()),
            Key = key,
            Conflict = KeyConflict.Keep,
        },
        new DuePlan(first, (long)s_second.TotalMicroseconds));

    /// <summary>A cancel, pause, resume or run now; false when no answer came.</summary>
    internal Task<bool> ChangeAsync(JobId job, ChangeKind change) => TryAsync(job, change, null, null, () => change switch
    {
        ChangeKind.Cancel => jobs.CancelAsync(Owner, job).AsTask(),
        ChangeKind.Pause => jobs.PauseAsync(Owner, job).AsTask(),
        ChangeKind.Resume => jobs.ResumeAsync(Owner, job).AsTask(),
        ChangeKind.RunNow => jobs.RunNowAsync(Owner, job).AsTask(),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An edit says what it changes."),
    });

    /// <summary>Moves a job that nothing has changed before.</summary>
    internal Task<bool> MoveAsync(JobId job, Instant due) => TryAsync(
        job, ChangeKind.Edit, new DuePlan(due), 2, () => jobs.EditAsync(Owner, job, new JobEdit { Trigger = Trigger.At(due.ToDateTimeOffset()) }).AsTask());

    private async Task<JobId?> SubmitAsync(JobRequest request, DuePlan plan)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return (await calls.SubmitAsync(request, plan, request.Kind == LabHandlers.Gated, () => jobs.SubmitAsync(request).AsTask())).Id;
            }
            catch (StoreUnavailableException) when (request.IdempotencyKey is not null && tries < MostRepeats)
            {
                // Repeatable: the same body under the same key, whatever became of the last try.
                await Task.Delay(s_repeat, TimeProvider.System);
            }
            catch (StoreUnavailableException)
            {
                return null;
            }
        }
    }

    private async Task<bool> TryAsync(JobId job, ChangeKind change, DuePlan? plan, int? version, Func<Task<ChangeAnswer>> send)
    {
        try
        {
            await calls.ChangeAsync(job, change, plan, version, send);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
