using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Kairos.Events;

/// <summary>The engine's events, to whoever listens. Without a listener nothing is made.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class EventStream
{
    private readonly Lock _lock = new();
    private Action<EngineEvent>[] _listeners = [];

    /// <summary>Whether an event would be heard: asked before one is made on a hot path.</summary>
    public bool IsHeard => Volatile.Read(ref _listeners).Length > 0;

    /// <summary>Calls <paramref name="listener"/> for each event, on the thread that made it, until disposed.</summary>
    /// <remarks>It must be quick, and must not throw.</remarks>
    public IDisposable Listen(Action<EngineEvent> listener)
    {
        lock (_lock)
        {
            Volatile.Write(ref _listeners, [.. _listeners, listener]);
        }

        return new Listening(this, listener);
    }

    /// <summary>The events from now on, for a reader that may be slow: beyond <paramref name="capacity"/> the oldest are dropped.</summary>
    public async IAsyncEnumerable<EngineEvent> ReadAsync(int capacity, [EnumeratorCancellation] CancellationToken ct)
    {
        Channel<EngineEvent> channel = Channel.CreateBounded<EngineEvent>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        using IDisposable listening = Listen(e => channel.Writer.TryWrite(e));
        await foreach (EngineEvent e in channel.Reader.ReadAllAsync(ct))
        {
            yield return e;
        }
    }

    internal void Tell(EngineEvent e)
    {
        foreach (Action<EngineEvent> listener in Volatile.Read(ref _listeners))
        {
            listener(e);
        }
    }

    private void Leave(Action<EngineEvent> listener)
    {
        lock (_lock)
        {
            int at = Array.IndexOf(_listeners, listener);
            if (at >= 0)
            {
                Volatile.Write(ref _listeners, [.. _listeners.AsSpan(0, at), .. _listeners.AsSpan(at + 1)]);
            }
        }
    }

    private sealed class Listening(EventStream stream, Action<EngineEvent> listener) : IDisposable
    {
        public void Dispose() => stream.Leave(listener);
    }
}
