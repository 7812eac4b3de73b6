using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>Finds out which nodes are dead: those whose beat stood still for so long while this node could see that it did.</summary>
/// <remarks>
/// Nothing but our own suspend-counting clock decides, and only the time in which the store answered us counts. So a step of any
/// clock, an outage of the store, or a sleep of our own expires nobody.
/// </remarks>
/// <threadsafety>For one thread.</threadsafety>
internal sealed class BeatWatch(TimeSpan takeOverAfter)
{
    private readonly TimeSpan _longestGap = takeOverAfter / 2;
    private Dictionary<int, Seen> _seen = [];
    private Instant? _lastLook;

    /// <summary>Takes in what a beat of ours was told of the others; returns those that are dead.</summary>
    /// <param name="asked">Our steady clock before the question.</param>
    /// <param name="answered">Our steady clock when the answer was there.</param>
    /// <param name="others">The others' beats.</param>
    internal IReadOnlyList<NodeBeat> Look(Instant asked, Instant answered, IReadOnlyList<NodeBeat> others)
    {
        if (_lastLook is { } last && answered - last > _longestGap)
        {
            Restart();
        }

        _lastLook = answered;
        List<NodeBeat> dead = [];
        Dictionary<int, Seen> seen = new(others.Count);
        foreach (NodeBeat other in others)
        {
            if (_seen.TryGetValue(other.Node, out Seen before) && before.Beat == other.Beat)
            {
                seen[other.Node] = before;

                // From the latest at which it was read first to the earliest at which it was read now.
                if (asked - before.Since >= takeOverAfter)
                {
                    dead.Add(other);
                }
            }
            else
            {
                seen[other.Node] = new Seen(other.Beat, answered);
            }
        }

        _seen = seen;
        return dead;
    }

    /// <summary>The store could not be asked: what was seen before does not count.</summary>
    internal void Restart()
    {
        _seen.Clear();
        _lastLook = null;
    }

    private readonly record struct Seen(long Beat, Instant Since);
}
