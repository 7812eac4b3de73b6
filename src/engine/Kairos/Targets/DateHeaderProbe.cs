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
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRequests, 1);
        DateHeaderEstimator estimator = new();

        // The age counts from the first question on: both clocks drift while the others are asked.
        Instant begun = clock.Steady;
        for (int i = 0; i < mostRequests; i++)
        {
            Instant now = clock.Steady;
            Instant goes = estimator.NextQuestion(now);

            // The slot is taken for when the question goes: it aims at the turn of a second, and so do others.
            Instant aimed = target.Clock.Now + (goes - now);
            goes += await target.ReserveAsync(aimed, ct) - aimed;
            TimeSpan wait = goes - clock.Steady;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock.Provider, ct);
            }

            if (!await AskAsync(estimator, resource, ct))
            {
                begun = now;
            }

            TimeSpan width = estimator.Found(begun)!.Width;
            if (width <= wanted || width <= 2 * estimator.BestRoundTrip)
            {
                break;
            }
        }

        target.Clock.Learn(estimator.Found(begun)!);
        return target.Clock.Offset!;
    }

    // False when the count began anew.
    private async ValueTask<bool> AskAsync(DateHeaderEstimator estimator, Uri resource, CancellationToken ct)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, resource);
        Instant sent = clock.Steady;
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Instant received = clock.Steady;
        DateTimeOffset date = response.Headers.Date
            ?? throw new InvalidDataException($"{resource} answers without a Date header: its clock can't be learned.");
        return estimator.Add(sent, received, date);
    }
}
