using System.Collections.Concurrent;
using Kairos.Jobs;

namespace Kairos.Dispatch;

/// <summary>The jobs in this node's memory, from arming to the commit of their end.</summary>
internal sealed class ArmedSet
{
    private readonly ConcurrentDictionary<JobId, Armed> _jobs = new();
    private int _count;
    private int _overdue;

    internal int Count => Volatile.Read(ref _count);

    internal int Overdue => Volatile.Read(ref _overdue);

    internal IEnumerable<Armed> All => _jobs.Values;

    internal bool TryAdd(Armed armed)
    {
        if (!_jobs.TryAdd(armed.Row.Id, armed))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        if (armed.IsOverdue)
        {
            Interlocked.Increment(ref _overdue);
        }

        return true;
    }

    internal Armed? Find(JobId id) => _jobs.GetValueOrDefault(id);

    /// <summary>Takes this very hold out; a later hold of the same job stays.</summary>
    internal void Remove(Armed armed)
    {
        if (_jobs.TryRemove(new KeyValuePair<JobId, Armed>(armed.Row.Id, armed)))
        {
            Interlocked.Decrement(ref _count);
            if (armed.IsOverdue)
            {
                Interlocked.Decrement(ref _overdue);
            }

        }
    }
}
