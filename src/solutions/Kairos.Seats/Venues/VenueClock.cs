using Kairos.Targets;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.Seats.Venues;

/// <summary>Keeps the venue's clock known: coarsely by one request, finely before it matters. One asks, the others wait.</summary>
public sealed class VenueClock(IVenue venue, Target target, EngineClock clock, HttpClient http, ILogger<VenueClock> logger) : IDisposable
{
    private const int FineRequests = 10;
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly DateHeaderProbe _probe = new(clock, http);

    /// <summary>What is known now; null before the first answer.</summary>
    public OffsetInterval? Offset => target.Clock.Offset;

    /// <summary>Knows the offset to within some two seconds, by one request if nothing is known yet. False when the venue does not answer.</summary>
    public ValueTask<bool> EnsureCoarseAsync(CancellationToken ct) =>
        Offset is not null ? ValueTask.FromResult(true) : AskAsync(TimeSpan.FromSeconds(2), 1, static _ => true, ct);

    /// <summary>Knows the offset as finely as wanted and not older than <paramref name="oldest"/>. False when the venue does not answer.</summary>
    public ValueTask<bool> EnsureFineAsync(TimeSpan wanted, TimeSpan oldest, CancellationToken ct)
    {
        // Half as wide again: an interval that stopped narrowing a little above what is wanted is not asked for anew.
        bool IsFine(OffsetInterval known) => clock.Steady - known.Taken < oldest && known.Width < 1.5 * wanted;
        return Offset is { } known && IsFine(known) ? ValueTask.FromResult(true) : AskAsync(wanted, FineRequests, IsFine, ct);
    }

    /// <inheritdoc />
    public void Dispose() => _asking.Dispose();

    private async ValueTask<bool> AskAsync(TimeSpan wanted, int requests, Func<OffsetInterval, bool> enough, CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (Offset is { } known && enough(known))
            {
                return true;
            }

            OffsetInterval found = await _probe.LearnAsync(target, venue.ClockResource, wanted, requests, ct);
            if (requests > 1 && found.Width > target.Options.OffsetAlarm)
            {
                Log.WideOffset(logger, target.Options.Name, found.Width.TotalMilliseconds);
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or InvalidDataException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            Log.ClockNotLearned(logger, target.Options.Name, e.Message);
            return Offset is not null;
        }
        finally
        {
            _asking.Release();
        }
    }
}
