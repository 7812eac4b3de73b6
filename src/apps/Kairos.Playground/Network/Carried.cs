using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kairos.Playground.Network;

/// <summary>Marks an endpoint that students reach over the network: delayed, hit by faults, and on record under its route.</summary>
/// <remarks>Endpoints without it are for onlookers and for the control plane.</remarks>
internal sealed record Carried(string Route);

internal static class CarriedEndpoints
{
    public static TBuilder CarriedAs<TBuilder>(this TBuilder endpoint, string route)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Carried(route));

    /// <summary>The visit of a carried request.</summary>
    public static Visit Visit(this HttpContext context) => context.Features.GetRequiredFeature<Visit>();
}
