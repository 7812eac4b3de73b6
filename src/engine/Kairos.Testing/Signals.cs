using Kairos.Events;

namespace Kairos.Testing;

/// <summary>Keeps the engine's events and lets tests await one.</summary>
internal sealed class Signals : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<EngineEvent> _all = [];
    private readonly List<Func<EngineEvent, bool>> _waiting = [];
    private readonly IDisposable _listening;

    internal Signals(EventStream events) => _listening = events.Listen(Take);

    internal IReadOnlyList<EngineEvent> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    internal async Task<T> UntilAsync<T>(Func<T, bool> fits, TimeSpan patience)
        where T : EngineEvent
    {
        TaskCompletionSource<T> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_all.OfType<T>().FirstOrDefault(fits) is { } past)
            {
                return past;
            }

            _waiting.Add(e => e is T signal && fits(signal) && found.TrySetResult(signal));
        }

        try
        {
            return await found.Task.WaitAsync(patience, TimeProvider.System);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No {typeof(T).Name} that fits came within {patience}. What came: {string.Join("; ", All.TakeLast(20))}", e);
        }
    }

    public void Dispose() => _listening.Dispose();

    private void Take(EngineEvent e)
    {
        lock (_lock)
        {
            _all.Add(e);
            _waiting.RemoveAll(w => w(e));
        }
    }
}
