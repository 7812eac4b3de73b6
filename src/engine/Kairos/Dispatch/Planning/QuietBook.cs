using System.Collections.Concurrent;
using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers.Conditions;
using Microsoft.Extensions.Logging;

namespace Kairos.Dispatch.Planning;

/// <summary>When the kinds that jobs here keep away from are planned: read from the store, so that all nodes agree, and kept in memory, for a start asks no store.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class QuietBook(IJobStore store, EngineClock clock, ILogger logger) : IDisposable
{
    // What other nodes plan is known so soon; what this one plans at once.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    // Beyond what a rule reaches: jobs lie in memory for seconds, and the store may be away for longer.
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(5);

    // Of a kind that no job here has asked for so long nothing is read any more.
    private static readonly TimeSpan s_remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Reach> _kinds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Page _page = new([]);
    private long _readAt;

    // Changes so far, and how many of them the page has for sure.
    private long _changes;
    private long _seen;

    public void Dispose() => _reading.Dispose();

    /// <summary>From now on what this rule keeps away from is read.</summary>
    internal void Ask(QuietRule rule)
    {
        Reach asked = new(rule.Before + rule.Merge, rule.After + rule.Merge, clock.Provider.GetTimestamp());
        foreach (string kind in rule.Kinds)
        {
            if (!_kinds.TryGetValue(kind, out Reach known) || !known.Covers(asked))
            {
                Interlocked.Increment(ref _changes);
            }

            _kinds.AddOrUpdate(kind, asked, (_, before) => before.With(asked));
        }
    }

    /// <summary>A job was planned, changed or given up: what is read from now on has it.</summary>
    internal void Change() => Interlocked.Increment(ref _changes);

    /// <summary>The same, and returns when every start here knows of it.</summary>
    internal async ValueTask ChangedAsync()
    {
        Change();
        try
        {
            await RefreshAsync();
        }
        catch (Exception e)
        {
            // What changed is on disk; it is read again before the next claim is laid ready.
            Log.StoreFailed(logger, "read what is kept away from", e.Message);
        }
    }

    /// <summary>Reads anew what is asked for, unless nothing has changed and that was done just now.</summary>
    internal async ValueTask RefreshAsync()
    {
        if (_kinds.IsEmpty || !IsDue)
        {
            return;
        }

        // Whoever comes while another reads waits for it, and reads again where that one had begun before the change.
        await _reading.WaitAsync();
        try
        {
            if (IsDue)
            {
                await ReadAsync();
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The spans of a rule, as far as is known here.</summary>
    internal QuietSpans Of(QuietRule rule) => _page.Of(rule);

    private bool IsDue => Volatile.Read(ref _seen) < Volatile.Read(ref _changes) || clock.Provider.GetElapsedTime(Volatile.Read(ref _readAt)) >= s_fresh;

    private async ValueTask ReadAsync()
    {
        long changes = Volatile.Read(ref _changes);
        long begun = clock.Provider.GetTimestamp();
        foreach ((string kind, Reach reach) in _kinds)
        {
            if (clock.Provider.GetElapsedTime(reach.AskedAt) > s_remembered)
            {
                _kinds.TryRemove(KeyValuePair.Create(kind, reach));
            }
        }

        Instant now = clock.Now;
        TimeSpan before = _kinds.Values.Select(static r => r.Before).DefaultIfEmpty().Max();
        TimeSpan after = _kinds.Values.Select(static r => r.After).DefaultIfEmpty().Max();
        IReadOnlyList<QuietOccurrence> found = await store.OccurrencesAsync([.. _kinds.Keys], now - after, now + before + s_ahead, CancellationToken.None);
        _page = new Page(found);
        Volatile.Write(ref _readAt, begun);
        Volatile.Write(ref _seen, changes);
    }

    private readonly record struct Reach(TimeSpan Before, TimeSpan After, long AskedAt)
    {
        internal bool Covers(Reach other) => Before >= other.Before && After >= other.After;

        internal Reach With(Reach later) => new(
            Before > later.Before ? Before : later.Before, After > later.After ? After : later.After, Math.Max(AskedAt, later.AskedAt));
    }

    // What was read at one time, and the spans that were made of it.
    private sealed class Page(IReadOnlyList<QuietOccurrence> found)
    {
        private readonly ILookup<string, Instant> _instants = found.ToLookup(static o => o.Kind, static o => o.At, StringComparer.Ordinal);
        private readonly ConcurrentDictionary<QuietRule, QuietSpans> _spans = new();

        internal QuietSpans Of(QuietRule rule) => _spans.GetOrAdd(rule, static (r, instants) => r.Spans(r.Kinds.SelectMany(kind => instants[kind])), _instants);
    }
}
