using System.Collections.Concurrent;

namespace Kairos.Playground.Venue;

/// <summary>Wakes those who watch a room when a seat in it changes.</summary>
/// <remarks>A pulse says only that something changed: watchers read the room afresh, so none is ever behind for long.</remarks>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class RoomPulses
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _next = new();

    /// <summary>Ends with the first change after this call.</summary>
    public Task NextChange(int room) => _next.GetOrAdd(room, static _ => NewPulse()).Task;

    public void Changed(int room)
    {
        // Nobody watching is the common case in a rush, and costs one look.
        if (_next.TryRemove(room, out var pulse))
        {
            pulse.TrySetResult();
        }
    }

    public void AllChanged()
    {
        foreach (var room in _next.Keys)
        {
            Changed(room);
        }
    }

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
