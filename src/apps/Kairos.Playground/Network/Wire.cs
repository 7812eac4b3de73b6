using System.Globalization;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;

namespace Kairos.Playground.Network;

/// <summary>
/// Stands before everything else: lets the way there pass, stamps the arrival, writes Date by the venue's clock, puts
/// the request on record and lets the way back pass.
/// </summary>
internal sealed class Wire(Site site, Weather weather) : IMiddleware
{
    // Long enough for any client to give up first.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        var carried = endpoint?.Metadata.GetMetadata<Carried>();
        if (endpoint is not null && carried is null)
        {
            context.Response.OnStarting(static state => WriteDate(state), (context, site));
            return next(context);
        }

        return CarryAsync(context, next, carried?.Route ?? Routes.Other);
    }

    // Whole seconds, cut off: as a web server writes it. Set here, it replaces the server's own.
    private static Task WriteDate(object state)
    {
        var (context, site) = ((HttpContext, Site))state;
        context.Response.Headers.Date = site.Clock.Now.ToString("R", CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private async Task CarryAsync(HttpContext context, RequestDelegate next, string route)
    {
        var trip = weather.Next();
        // What is on its way arrives, whether or not the student still waits for the answer.
        await site.Clock.PassAsync(trip.OneWay, CancellationToken.None);
        var visit = site.Record.Arrive(route);
        visit.Fault = trip.Mishap switch
        {
            Mishap.Error => "error",
            Mishap.RequestLost => "request-lost",
            Mishap.AnswerLost => "answer-lost",
            _ => null,
        };
        if (trip.Mishap == Mishap.RequestLost)
        {
            site.Record.Close(visit);
            await LoseAsync(context, trip);
            return;
        }

        context.Features.Set(visit);
        context.Response.OnStarting(() => LeaveAsync(context, visit, trip));
        if (trip.Mishap == Mishap.Error)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        await next(context);
    }

    private async Task LeaveAsync(HttpContext context, Visit visit, Trip trip)
    {
        await WriteDate((context, site));

        // On record before the student can know the answer, so that whoever asks for the record then finds it.
        site.Record.Close(visit);
        if (trip.Mishap == Mishap.AnswerLost)
        {
            await LoseAsync(context, trip);
            return;
        }

        await site.Clock.PassAsync(trip.OneWay, CancellationToken.None);
    }

    private async Task LoseAsync(HttpContext context, Trip trip)
    {
        if (trip.Silent)
        {
            await Task.WhenAny(site.Clock.PassAsync(s_silence, context.RequestAborted));
        }

        context.Abort();
    }
}
