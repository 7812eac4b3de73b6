using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Kairos.Server.Pages;

/// <summary>A page for people: one component, rendered here and whole, sealed against scripts, styles and frames that are not ours.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="parameters">The component's, by name.</param>
internal sealed class PageResult<TPage>(int status, Dictionary<string, object?> parameters) : IResult
    where TPage : IComponent
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using HtmlRenderer renderer = new(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
        string page = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        HttpResponse response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "same-origin";
        await response.WriteAsync(page, httpContext.RequestAborted);
    }
}

/// <summary>Marks a route whose failures are told as a page, not as JSON.</summary>
internal sealed class PageRoute
{
    internal static PageRoute Mark { get; } = new();
}
