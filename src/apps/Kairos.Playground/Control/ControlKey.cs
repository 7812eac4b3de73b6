using System.Security.Cryptography;
using System.Text;
using Kairos.Playground.Venue;
using Microsoft.AspNetCore.Http;

namespace Kairos.Playground.Control;

/// <summary>Lets in who sends the control key. To everybody else the control plane does not exist.</summary>
internal sealed class ControlKey(Site site) : IEndpointFilter
{
    public const string Header = "X-Playground-Key";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var given = context.HttpContext.Request.Headers[Header].ToString();
        return Fits(given) ? next(context) : ValueTask.FromResult<object?>(TypedResults.NotFound());
    }

    private bool Fits(string given) =>
        site.Options.ControlKey is { Length: > 0 } key
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
}
