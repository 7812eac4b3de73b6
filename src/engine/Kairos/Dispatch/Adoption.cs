using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Takes into memory what this node holds and does not know of: claims whose answer was lost.</summary>
/// <threadsafety><see cref="Next"/> at any time; the rest by one at a time.</threadsafety>
internal sealed class Adoption(IJobStore store, ArmedSet set, TimeProvider time, int batch)
{
    // A claim that was given up may be carried out after what was asked later: when its connection is mended, and TCP tries that
    // two minutes apart at the most. So it is looked again, after 5, 10, 20, 40 and 80 s.
    private static readonly TimeSpan s_firstLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(80);

    private volatile bool _next;
    private TimeSpan? _lookAfter;
    private long _lookedAt;

    /// <summary>Makes rows ready to start.</summary>
    internal required Func<IReadOnlyList<ArmedRow>, ValueTask> LayReady { get; init; }

    /// <summary>With the next pass.</summary>
    internal void Next() => _next = true;

    /// <summary>With the next pass, and some times after it.</summary>
    internal void LookAgain() => (_next, _lookAfter) = (true, s_firstLook);

    /// <summary>Looks, where it is time to.</summary>
    internal async ValueTask RunAsync()
    {
        bool again = _lookAfter is { } after && !_next && time.GetElapsedTime(_lookedAt) >= after;
        if (!_next && !again)
        {
            return;
        }

        // Before the question: a call that comes meanwhile is for the next pass.
        _next = false;

        // What is in memory now is known. It may end and leave while the store answers: it must not start again from there.
        HashSet<Hold> known = [.. set.All.Select(a => a.Hold)];
        IReadOnlyList<Hold> held = await store.HeldAsync(CancellationToken.None);
        foreach (Hold[] missing in held.Where(h => !known.Contains(h)).Chunk(batch))
        {
            // Under a higher fence. What was to end the hold, and is taken for failed, may be at its commit still: then the row
            // is not to be had, and it is looked again until that is decided.
            IReadOnlyList<ArmedRow> adopted = await store.AdoptAsync(missing, CancellationToken.None);
            await LayReady(adopted);
            _next |= adopted.Count < missing.Length;
        }

        _lookedAt = time.GetTimestamp();
        if (again)
        {
            _lookAfter = _lookAfter < s_lastLook ? _lookAfter * 2 : null;
        }
    }
}
