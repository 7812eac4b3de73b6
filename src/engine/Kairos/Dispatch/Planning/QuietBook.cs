using System.Collections.Concurrent;
using System.Collections.Frozen;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers.Conditions;

namespace Kairos.Dispatch.Planning;

/// <summary>When the kinds that jobs here keep away from are planned: read from the store, so that all nodes agree, and kept in memory, for a start asks no store.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class QuietBook(IJobStore store, EngineClock clock) : IDisposable
{
    // What other nodes plan is known so soon; what this one plans at once.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, byte> _kinds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile FrozenDictionary<string, Instant[]> _known = FrozenDictionary<string, Instant[]>.Empty;
    private long _before;
    private long _after;
    private long _readAt;
    private volatile bool _stale;

    /// <summary>From now on what this rule keeps away from is read.</summary>
    internal void Ask(QuietRule rule)
    {
        foreach (string kind in rule.Kinds)
        {
            _stale |= _kinds.TryAdd(kind, 0);
        }

        _stale |= Raise(ref _before, rule.Before + rule.Merge) | Raise(ref _after, rule.After + rule.Merge);
    }

    /// <summary>A job was planned, or given up, here.</summary>
    internal ValueTask ChangedAsync(string kind)
    {
        if (!_kinds.ContainsKey(kind))
        {
            return default;
        }

        _stale = true;
        return RefreshAsync();
    }

    /// <summary>Reads anew what is asked for, unless that was done just now.</summary>
    internal async ValueTask RefreshAsync()
    {
        if (_kinds.IsEmpty || !IsDue)
        {
            return;
        }

        await _reading.WaitAsync();
        try
        {
            if (!IsDue)
            {
                return;
            }

            // Before the question: what changes meanwhile is for the next.
            _stale = false;
            string[] kinds = [.. _kinds.Keys];
            Instant now = clock.Now;
            _readAt = clock.Provider.GetTimestamp();
            IReadOnlyList<QuietOccurrence> found = await store.OccurrencesAsync(
                kinds, now - TimeSpan.FromTicks(Volatile.Read(ref _after)), now + TimeSpan.FromTicks(Volatile.Read(ref _before)) + s_fresh + s_fresh, CancellationToken.None);
            _known = found.GroupBy(static o => o.Kind, static o => o.At, StringComparer.Ordinal)
                .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
        }
        catch
        {
            _stale = true;
            throw;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The occurrences that a rule keeps away from, ascending.</summary>
    internal IReadOnlyList<Instant> Of(QuietRule rule)
    {
        List<Instant> all = [.. rule.Instants];
        FrozenDictionary<string, Instant[]> known = _known;
        foreach (string kind in rule.Kinds)
        {
            if (known.TryGetValue(kind, out Instant[]? instants))
            {
                all.AddRange(instants);
            }
        }

        all.Sort();
        return all;
    }

    public void Dispose() => _reading.Dispose();

    private bool IsDue => _stale || clock.Provider.GetElapsedTime(_readAt) >= s_fresh;

    private static bool Raise(ref long most, TimeSpan span)
    {
        long before = Volatile.Read(ref most);
        while (span.Ticks > before)
        {
            long seen = Interlocked.CompareExchange(ref most, span.Ticks, before);
            if (seen == before)
            {
                return true;
            }

            before = seen;
        }

        return false;
    }
}
