using System.Text.Json;
using Kairos.Server.Pages;
using Kairos.StateSchedules.Tables;
using Kairos.Stores;
using Kairos.Triggers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kairos.Server.Api;

/// <summary>Turns what a call could not do into problem details (RFC 9457) with a code and a remedy; for who looks at a page, into a page.</summary>
internal sealed class ProblemHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (int status, string code, string title, string? remedy) = exception switch
        {
            RefusedException e => (e.Status, e.Code, e.Message, e.Remedy),
            BadHttpRequestException { InnerException: RefusedException e } => (e.Status, e.Code, e.Message, e.Remedy),
            BadHttpRequestException { InnerException: JsonException e } => (400, "bad-json", "The body is not the JSON that is expected.", e.Message),
            BadHttpRequestException e => (e.StatusCode, "bad-request", e.Message, "See /openapi/v1.json for what is expected."),
            ArgumentException e => (400, "bad-request", e.Message, null),
            TriggerFormatException e => (400, "bad-trigger", e.Message, "Try the trigger with `kairos trigger describe`; docs/TRIGGERS.md has its grammar."),
            FormatException e => (400, "bad-request", e.Message, null),
            StoreUnavailableException e => (503, "store-unavailable", e.Message, "Mend what the message names and send it again; a submit with an Idempotency-Key is carried out once, however often it is sent."),
            StateTableException { IsTransient: true } e => (503, "table-unavailable", e.Message, "See that the mapping's database runs and is reached, and send it again."),
            StateTableException e => (502, "table-refused", e.Message, null),
            _ => (500, "internal", "The server failed.", "The server's log has the details."),
        };
        if (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<PageRoute>() is not null)
        {
            await RefusalPage.Of(status, title, remedy).ExecuteAsync(httpContext);
            return true;
        }

        ProblemDetails problem = new() { Status = status, Title = title, Type = $"urn:kairos:{code}" };
        problem.Extensions["code"] = code;
        if (remedy is not null)
        {
            problem.Extensions["remedy"] = remedy;
        }

        if (exception is TriggerFormatException { Fault: var fault })
        {
            problem.Extensions["field"] = fault.Field;
            problem.Extensions["position"] = fault.Position;
        }

        if (exception is RefusedException { Findings: { Length: > 0 } findings })
        {
            problem.Extensions["findings"] = findings;
        }

        ProblemHttpResult result = TypedResults.Problem(problem);
        await result.ExecuteAsync(httpContext);
        return true;
    }
}
