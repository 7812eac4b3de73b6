using Kairos.Time;

namespace Kairos.Targets;

/// <summary>Learns a target's clock from the <c>Date</c> headers of cheap requests.</summary>
public sealed class DateHeaderProbe(EngineClock clock, HttpClient http)
{
    /// <summary>Asks until the interval is as narrow as wanted, or as narrow as the round trip lets it become.</summary>
    /// <param name="target">Takes what is found; its budget is drawn on.</param>
    /// <param name="resource">A cheap resource of the target.</param>
    /// <param name="wanted">The width to stop at.</param>
    /// <param name="mostRequests">The most questions; about one a second.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="HttpRequestException">The target did not answer.</exception>
    /// <exception cref="InvalidDataException">Its answers carry no Date header.</exception>
    public async ValueTask<OffsetInterval> LearnAsync(Target target, Uri resource, TimeSpan wanted, int mostRequests, CancellationToken ct)
    {
        DateHeaderEstimator estimator = new();
        for (int i = 0; i < mostRequests; i++)
        {
            Instant now = clock.Steady;
            TimeSpan turn = target.ReserveNow() - clock.Now;
            TimeSpan wait = estimator.NextQuestion(turn > TimeSpan.Zero ? now + turn : now) - now;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock.Provider, ct);
            }

            await AskAsync(estimator, resource, ct);
            TimeSpan width = estimator.Found(clock.Steady)!.Width;
            if (width <= wanted || width <= 2 * estimator.BestRoundTrip)
            {
                break;
            }
        }

        OffsetInterval found = estimator.Found(clock.Steady) ?? throw new ArgumentOutOfRangeException(nameof(mostRequests));
        target.Clock.Learn(found);
        return target.Clock.Offset!;
    }

    private async ValueTask AskAsync(DateHeaderEstimator estimator, Uri resource, CancellationToken ct)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, resource);
        Instant sent = clock.Steady;
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Instant received = clock.Steady;
        DateTimeOffset date = response.Headers.Date
            ?? throw new InvalidDataException($"{resource} answers without a Date header: its clock can't be learned.");
        estimator.Add(sent, received, date);
    }
}
