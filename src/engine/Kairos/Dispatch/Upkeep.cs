using Kairos.Stores;

namespace Kairos.Dispatch;

/// <summary>Has the store forget what is over, a minute after the start and then once an hour. Any number of nodes may do so at once.</summary>
internal sealed class Upkeep(IJobStore store, RunServices services) : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);

    // Not with the start, which has work to begin; and not an hour later, for there may be a start more often.
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);

    private readonly Pulse _pulse = new(services.Clock.Provider, s_period, first: s_first);

    internal void Close() => _pulse.Close();

    public void Dispose() => _pulse.Dispose();

    internal async Task RunAsync()
    {
        while (await _pulse.NextAsync())
        {
            try
            {
                await store.SweepAsync(services.Clock.Now, CancellationToken.None);
            }
            catch (Exception e) when (e is not ObjectDisposedException)
            {
                // Nothing hangs on it: an hour later it is tried again.
                services.TellStoreFailed("forget what is over", e);
            }
        }
    }
}
