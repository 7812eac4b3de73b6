using System.Collections.Concurrent;

namespace Kairos.StateSchedules.Sets;

/// <summary>How mappings stand, from memory: no older than a second, and what this node changed at once.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class StandingBook(StandingStore store, TimeProvider time)
{
    // Between two batches of some milliseconds nobody sees the difference, and a store is not asked for each.
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (long Read, Standing Standing)> _known = new(StringComparer.Ordinal);

    internal StandingStore Store => store;

    internal async ValueTask<Standing> FindAsync(string mapping, CancellationToken ct)
    {
        if (_known.TryGetValue(mapping, out (long Read, Standing Standing) known) && time.GetElapsedTime(known.Read) < s_age)
        {
            return known.Standing;
        }

        return await RenewAsync(mapping, ct);
    }

    /// <summary>How a mapping stands now, past memory: for what is not to be done by what stood a second ago.</summary>
    internal async ValueTask<Standing> RenewAsync(string mapping, CancellationToken ct)
    {
        // Before the read: what was changed during it is seen at the next.
        long read = time.GetTimestamp();
        return Keep(mapping, await store.ReadAsync(mapping, ct), read);
    }

    internal void Forget(string mapping) => _known.TryRemove(mapping, out _);

    internal Standing Keep(string mapping, Standing standing) => Keep(mapping, standing, time.GetTimestamp());

    private Standing Keep(string mapping, Standing standing, long read)
    {
        _known[mapping] = (read, standing);
        return standing;
    }
}
