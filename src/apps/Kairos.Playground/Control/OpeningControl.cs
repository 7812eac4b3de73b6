using System.Globalization;
using Kairos.Playground.Api;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kairos.Playground.Control;

internal sealed record OpeningOrder(long? InMilliseconds, string? At);

internal sealed record OpeningSet(string OpensAt);

/// <summary>When the venue opens, by its own clock.</summary>
internal static class OpeningControl
{
    private static readonly long s_farthest = (long)TimeSpan.FromDays(7).TotalMilliseconds;

    public static void MapOpening(this IEndpointRouteBuilder control) => control.MapPost("/opening", MoveAsync);

    private static async Task<IResult> MoveAsync(HttpContext context, Site site)
    {
        var order = await context.ReadBodyAsync(ControlJson.Web.OpeningOrder);
        if (Instant(order, site.Clock.Now) is not { } instant)
        {
            return Replies.BadRequest(
                "Send {\"inMilliseconds\": 15000} (at most a week) or {\"at\": \"2026-01-01T12:10:00Z\"}, by the venue's clock; "
                + "either is rounded up to a whole second.");
        }

        return TypedResults.Json(new OpeningSet(Instants.ToText(site.Opening.MoveTo(instant))), ControlJson.Web.OpeningSet);
    }

    private static DateTimeOffset? Instant(OpeningOrder? order, DateTimeOffset now) => order switch
    {
        { InMilliseconds: { } span, At: null } when span >= 0 && span <= s_farthest => now.AddMilliseconds(span),
        { InMilliseconds: null, At: { } text }
            when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
        _ => null,
    };
}
