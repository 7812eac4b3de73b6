using System.Net;
using System.Reflection;

namespace Kairos.Seats.Venues;

/// <summary>The HTTP client for a venue: honest, without redirects or cookies of its own, bounded in time and size.</summary>
public static class VenueHttp
{
    private const int LargestAnswer = 1 << 20;
    private const int MostConnections = 512;

    /// <summary>Makes the client; its owner disposes it.</summary>
    public static HttpClient Make(VenueOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MostConnections,

            // Longer than a grab's preparation: the connections that fetched the pages carry the bookings.
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            ConnectTimeout = options.RequestTimeout,
        };
        string version = typeof(VenueHttp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        HttpClient http = new(handler)
        {
            BaseAddress = options.Address,
            Timeout = options.RequestTimeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd($"Kairos/{version}");
        return http;
    }
}
