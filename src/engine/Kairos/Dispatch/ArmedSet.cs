using System.Collections.Concurrent;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>The jobs in this node's memory, from arming to the commit of their end.</summary>
internal sealed class ArmedSet
{
    private readonly ConcurrentDictionary<JobId, Armed> _jobs = new();
    private TaskCompletionSource? _emptied;
    private int _count;
    private int _overdue;

    internal int Count => Volatile.Read(ref _count);

    internal int Overdue => Volatile.Read(ref _overdue);

    /// <summary>Those that are here; who enters or leaves while they are gone through may be among them or not.</summary>
    // Values would copy them all, and keep everyone out meanwhile.
    internal IEnumerable<Armed> All => _jobs.Select(static job => job.Value);

    /// <summary>Whether this hold, or a later one of the same job, is here.</summary>
    internal bool Has(Hold hold) => _jobs.TryGetValue(hold.Id, out Armed? armed) && armed.Row.Fence >= hold.Fence;

    /// <summary>
    /// Takes a hold in; false when it, or a later one, is here. An earlier one gives way: the store hands a job out again
    /// as soon as the end of its last hold is on disk, and that may be before whoever committed it came to take it out.
    /// </summary>
    internal bool TryAdd(Armed armed)
    {
        while (!_jobs.TryAdd(armed.Row.Id, armed))
        {
            if (!_jobs.TryGetValue(armed.Row.Id, out Armed? before))
            {
                continue;
            }

            if (before.Row.Fence >= armed.Row.Fence)
            {
                return false;
            }

            if (_jobs.TryUpdate(armed.Row.Id, armed, before))
            {
                // Where its end is not on disk the hold was lost: it starts no more, and what it will end with is refused.
                if (!before.TryWithdraw() && before.IsRunning)
                {
                    before.Cancel(CancelReason.NodeLost);
                }

                Entered(armed);
                Left(before);
                return true;
            }
        }

        Entered(armed);
        return true;
    }

    internal Armed? Find(JobId id) => _jobs.GetValueOrDefault(id);

    /// <summary>Takes this very hold out; a later hold of the same job stays.</summary>
    internal void Remove(Armed armed)
    {
        if (_jobs.TryRemove(new KeyValuePair<JobId, Armed>(armed.Row.Id, armed)))
        {
            Left(armed);
        }
    }

    /// <summary>Ends when nothing is here; for one who has seen to it that nothing comes.</summary>
    internal Task WhenEmptyAsync()
    {
        TaskCompletionSource emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _emptied, emptied);

        // A full fence: either whoever takes the last one out sees us, or we see that it is out.
        Interlocked.MemoryBarrier();
        return Count == 0 ? Task.CompletedTask : emptied.Task;
    }

    private void Entered(Armed armed)
    {
        Interlocked.Increment(ref _count);
        if (armed.IsOverdue)
        {
            Interlocked.Increment(ref _overdue);
        }
    }

    private void Left(Armed armed)
    {
        if (armed.IsOverdue)
        {
            Interlocked.Decrement(ref _overdue);
        }

        armed.Leave();
        if (Interlocked.Decrement(ref _count) == 0)
        {
            Volatile.Read(ref _emptied)?.TrySetResult();
        }
    }
}
