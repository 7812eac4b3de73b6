using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;

namespace Kairos.Playground.Api;

/// <summary>Reads what requests carry, without trusting it.</summary>
internal static class RequestReading
{
    public static SessionCookies SessionCookies(this HttpContext context) => new(
        context.Request.Cookies[Venue.SessionCookies.SessionName],
        context.Request.Cookies[Venue.SessionCookies.ServerName]);

    /// <summary>The body, or null when it is not the JSON that is expected, or too long.</summary>
    public static async Task<T?> ReadBodyAsync<T>(this HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>"today" or "tomorrow"; anything else is null.</summary>
    public static VenueMode? ToMode(string? text) => text switch
    {
        "today" => VenueMode.Today,
        "tomorrow" => VenueMode.Tomorrow,
        _ => null,
    };

    public static string ToText(this VenueMode mode) => mode == VenueMode.Today ? "today" : "tomorrow";
}
